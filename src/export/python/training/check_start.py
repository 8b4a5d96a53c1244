def check_start(arguments):
    """Ends with one sentence where training could not start, or its result could not be saved."""
    if PROCESSES > BATCH_SIZE:
        sys.exit(f"A batch has {BATCH_SIZE} images: start at most as many processes.")
    if torch.cuda.is_available() and torch.cuda.device_count() < LOCAL_PROCESSES:
        sys.exit(f"Start at most {torch.cuda.device_count()} processes here, one for each GPU.")
    if arguments.compile and not hasattr(torch, "compile"):
        sys.exit(f"PyTorch {torch.__version__} cannot compile: leave out --compile.")
    try:
        tempfile.TemporaryFile(dir=Path.cwd()).close()
    except OSError as error:
        sys.exit(f"{Path.cwd()} cannot be written to ({error.strerror}): start in another folder.")
    cifar10_data.locate(arguments.data)
