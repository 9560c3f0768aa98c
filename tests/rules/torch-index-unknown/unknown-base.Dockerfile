FROM example.com/base:1
RUN pip install torch --index-url https://download.pytorch.org/whl/cu122
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ torch-index-unknown: https://download.pytorch.org/whl/cu122 does not exist: no torch was built for that CUDA
