FROM continuumio/miniconda3:24.1.2-0
ENV LD_LIBRARY_PATH=/opt/conda/lib:$LD_LIBRARY_PATH
#                   ^^^^^^^^^^^^^^ ld-library-path-conda: LD_LIBRARY_PATH begins with /opt/conda/lib: every program of the system loads conda's libraries
CMD ["bash"]
