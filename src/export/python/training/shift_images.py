def shift_images(images, distances, filling):
    """Shifts images [n, 3, 32, 32] down and to the right by the distances [n, 2].

    The image filling [3, 32, 32] fills the gap.
    """
    places = torch.arange(32, device=images.device)
    # Where every row and every column comes from, [n, 32].
    rows, columns = (places - distance.view(-1, 1) for distance in distances.unbind(1))
    moved = images.gather(2, rows.clamp(0, 31).view(-1, 1, 32, 1).expand_as(images))
    moved = moved.gather(3, columns.clamp(0, 31).view(-1, 1, 1, 32).expand_as(images))
    is_row_inside = ((rows >= 0) & (rows < 32)).view(-1, 1, 32, 1)
    is_column_inside = ((columns >= 0) & (columns < 32)).view(-1, 1, 1, 32)
    return torch.where(is_row_inside & is_column_inside, moved, filling)
