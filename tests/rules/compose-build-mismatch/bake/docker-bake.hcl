variable "CUDA" {
  default = "12.4.1"
}

target "_common" {
  args = { JOBS = 4 } // JOBS is for others who inherit it
}

target "image" {
  inherits = ["_common"]
  target = "finl"
#           ^^^^ compose-build-mismatch: Dockerfile has no stage finl to build
  args = {
    CUDA_VERSON = CUDA
#   ^^^^^^^^^^^ compose-build-mismatch: Dockerfile declares no ARG CUDA_VERSON, so the value is dropped
  }
}
