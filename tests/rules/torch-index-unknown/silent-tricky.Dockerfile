# Nothing of torch comes from there, and a comment or an echo asks for nothing.
FROM python:3.10-slim AS others
RUN pip install requests --extra-index-url https://download.pytorch.org/whl/cu122
FROM python:3.10-slim AS words
RUN echo "pip install torch --index-url https://download.pytorch.org/whl/cu122"
FROM python:3.10-slim AS tolerated
RUN pip install torch --index-url https://download.pytorch.org/whl/cu122 || pip install torch==2.3.1
