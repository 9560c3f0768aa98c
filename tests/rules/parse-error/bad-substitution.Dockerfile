FROM ubuntu:22.04
ENV A=${B:?needed}
#     ^^^^^^^^^^^^ parse-error: B: needed
ENV C=${
#     ^^ parse-error: a `}` is missing
RUN echo hello
