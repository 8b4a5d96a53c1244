/**
 * Stands in the place of long, with which tfjs-core hashes strings, as nothing here asks it to. long compiles WebAssembly as soon
 * as it is loaded, which the page's Content-Security-Policy allows to workers alone; tfjs-core then makes its constants.
 */
export default { fromString: () => null };
