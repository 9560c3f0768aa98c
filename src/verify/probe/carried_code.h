#pragma once
// The kernel as it is carried.

namespace probe {

extern const unsigned char carried_ptx[];  ///< ends in a zero, as drivers want it
extern const unsigned long carried_ptx_size;
/// Machine code of many GPUs, by one compiler each; a null behind the last.
extern const unsigned char* const carried_codes[];

}  // namespace probe
