FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS builder

RUN pip install virtualenv && virtualenv --system-site-packages /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
RUN pip install flash-attn==2.6.3 --no-build-isolation
RUN pip install fastapi==0.115.0 uvicorn==0.30.6

FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-runtime
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
COPY app /srv/app
WORKDIR /srv
CMD ["uvicorn", "app.main:app"]
