FROM python:3.11-slim
RUN cat <<EOF > requirements.txt && pip install -r requirements.txt
numpy>=1.2
EOF
