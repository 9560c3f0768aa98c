# flags: --target new
FROM nvidia/cuda:10.2-devel-ubuntu18.04 AS old
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS new
