class SumOverProcesses(torch.autograd.Function):
    """Sums a tensor over all processes. Its gradient is the sum of theirs."""

    @staticmethod
    def forward(ctx, values):
        total = values.clone()
        dist.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx, gradient):
        total = gradient.clone()
        dist.all_reduce(total)
        return total


class BatchNorm(nn.BatchNorm2d):
    """Batch normalization over the whole batch, wherever its images are, and without factors.

    In one process it is PyTorch's own; several processes sum up their images' statistics.
    """

    def __init__(self, channels, eps, momentum):
        super().__init__(channels, eps, momentum)
        self.weight.requires_grad_(False)

    def forward(self, x):
        if not (self.training and dist.is_initialized()):
            return super().forward(x)
        x = x.float()
        sums = torch.cat([x.sum((0, 2, 3)), x.new_tensor([x[:, 0].numel()])])
        sums, count = SumOverProcesses.apply(sums).split([self.num_features, 1])
        mean = sums / count
        centred = x - mean.view(1, -1, 1, 1)
        variance = SumOverProcesses.apply(centred.square().sum((0, 2, 3))) / count
        with torch.no_grad():
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance * count / (count - 1), self.momentum)
        scale = (variance + self.eps).rsqrt()
        return centred * scale.view(1, -1, 1, 1) + self.bias.view(1, -1, 1, 1)
