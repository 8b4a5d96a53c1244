def whiten_images(images, weights):
    """Whitens images [n, 3, 32, 32], and rounds the values to bytes, with 128 for 0."""
    mean, scale, matrix, step = (
        torch.from_numpy(weights[name]).to(images.device)
        for name in ["pixel_mean", "pixel_scale", "whitening", "whitening_step"]
    )

    def whiten_part(part):
        values = ((part.flatten(1) - mean) * scale) @ matrix / step
        return (128 + (values + 0.5).floor().clamp(-127, 127)).byte().view_as(part)

    return torch.cat([whiten_part(part) for part in images.split(1000)])
