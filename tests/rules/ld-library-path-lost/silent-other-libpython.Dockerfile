# The image for AMD is made by another Dockerfile, and one release has no row.
FROM ghcr.io/huggingface/text-generation-inference:3.3.4-rocm AS amd
ENV LD_LIBRARY_PATH=/opt/tools/lib
CMD ["--model-id", "bigscience/bloom-560m"]

FROM ghcr.io/huggingface/text-generation-inference:2.2.0 AS before
ENV LD_LIBRARY_PATH=/opt/tools/lib
CMD ["--model-id", "bigscience/bloom-560m"]

FROM ghcr.io/huggingface/text-generation-inference:3.1.0 AS kept
ENV LD_LIBRARY_PATH=/opt/tools/lib:/opt/conda/lib/
CMD ["--model-id", "bigscience/bloom-560m"]
