"""One file a format: bytes in, one article out, or a reason why there is none.  No files, no network, no clock."""
