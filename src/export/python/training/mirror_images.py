def mirror_images(images, is_mirrored):
    """Mirrors some of the images [n, 3, 32, 32], as is_mirrored [n] says."""
    return torch.where(is_mirrored.view(-1, 1, 1, 1), images.flip(3), images)
