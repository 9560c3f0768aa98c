# Documents, sources and modules of Python link nothing.
FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cmake g++
COPY . /src
RUN cmake -S /src -B /build -DWITH_CUDNN=ON && cmake --build /build

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
COPY --from=build /build/docs /usr/share/doc/app
COPY --from=build /src /app/src
COPY --from=build /src/app.py /src/config.yaml /app/
COPY --from=build /build/include /usr/local/include
COPY --from=build /usr/local/lib/python3.10/dist-packages /usr/local/lib/python3.10/dist-packages
CMD ["python3", "/app/app.py"]
