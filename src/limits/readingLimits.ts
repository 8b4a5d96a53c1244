/*
 * How large outside input may be: files that a person chooses. Nothing is allocated for a file that states, or turns out, to be
 * larger.
 */

/** What reading the files of one command may allocate in all, their own bytes included. */
export const maxAllocatedBytes = 600_000_000;

/** After so long, a file is no longer worth waiting for; the largest take a few seconds. */
export const maxReadingSeconds = 60;

/**
 * Of all files of a network together, packed or not. Enough for the largest that can be chosen with a whitening matrix: they take
 * 44 MB, the matrix 38.
 */
export const maxWeightsBytes = 100_000_000;
/** Above the size of the largest networks that can be chosen: with Adam's memory they take 130 MB. */
export const maxCheckpointFileBytes = 200_000_000;
/** In one file. The deepest network of the page has 200 arrays; an optimizer may have two or three for each. */
export const maxArrays = 1_000;
/** A model's JSON is eight levels deep. */
export const maxJsonDepth = 32;
/** Of a description of a network. */
export const maxModelJsonBytes = 4_000_000;
/** Deflate (RFC 1951) makes nothing smaller than this. */
export const maxCompressionRatio = 1_032;

/** The official archive unpacks to 184 MB. */
export const maxUnpackedBytes = 256_000_000;
/** How much of a gzip file may unpack to nothing, such as the name in its header. */
export const maxSilentBytes = 1_000_000;
/** Servers and browsers may pack a packed file once more, or unpack it, without changing its name. */
export const maxPackings = 2;
/** The official archive has nine files and folders; what stands behind so many is not looked at. */
export const maxArchivedFiles = 10_000;

export const maxPictureFileBytes = 50_000_000;
/** More than what phones call 50 megapixels. Decoded, these take 256 MB. */
export const maxPicturePixels = 64_000_000;
