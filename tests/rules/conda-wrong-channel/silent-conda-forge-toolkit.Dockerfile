# cudatoolkit of conda-forge goes with conda-forge's torch up to 2.5.1.
FROM condaforge/miniforge3:24.3.0-0
RUN mamba install -y "pytorch=2.5.1=cuda118*" cudatoolkit=11.8
RUN mamba create -n old -y -c conda-forge "pytorch=2.0=*cuda*" cudatoolkit=11.2
