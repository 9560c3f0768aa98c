# Channel priority is switched off, the version is not known, the words are only printed, the step may not run.
FROM continuumio/miniconda3
ARG VERSION
RUN conda install -y -c pytorch "pytorch=$VERSION"
RUN conda config --set channel_priority disabled
RUN conda install -y -c pytorch pytorch
RUN conda config --set channel_priority flexible && conda install -y --no-channel-priority -c pytorch pytorch
RUN echo conda install -c pytorch pytorch; conda install -y -c pytorch pytorch || true
RUN conda install -y -c pytorch torchserve torch-model-archiver
