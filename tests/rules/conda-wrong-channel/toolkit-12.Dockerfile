FROM condaforge/miniforge3:24.3.0-0
RUN mamba install -y cudatoolkit=12.1 numpy
#                    ^^^^^^^^^^^^^^^^ conda-wrong-channel: cudatoolkit=12.1 never existed; the last is 11.8
