def join_processes():
    """Joins the processes that torchrun started, if there are any. Returns this one's device."""
    device = torch.device("cuda", LOCAL_RANK) if torch.cuda.is_available() else torch.device("cpu")
    if PROCESSES > 1:
        if device.type == "cuda":
            torch.cuda.set_device(device)
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
        dist.barrier()
    return device


def share_network(network, device, is_compiled):
    """Returns the network as the processes train it together: with the mean of their gradients."""
    if PROCESSES > 1:
        device_ids = [device] if device.type == "cuda" else None
        network = DistributedDataParallel(network, device_ids)
    return torch.compile(network) if is_compiled else network


def sum_over_processes(values):
    """Sums a tensor over all processes, in place."""
    if PROCESSES > 1:
        dist.all_reduce(values)
    return values


def report(text):
    """Prints a line, in the first process only."""
    if RANK == 0:
        print(text, flush=True)
