# The page lists every build of these releases: none is for Python 3.11.
FROM python:3.11-slim AS stable
RUN pip install torch==1.12.1+cu113 -f https://download.pytorch.org/whl/torch_stable.html
#               ^^^^^^^^^^^^^^^^^^^ torch-wheel-not-found: torch==1.12.1+cu113 cannot be found: no wheel for Python 3.11
CMD ["python", "app.py"]

FROM python:3.11-slim AS directory
RUN pip install torch==1.7.1+cu110 -f https://download.pytorch.org/whl/cu110/torch_stable.html
#               ^^^^^^^^^^^^^^^^^^ torch-wheel-not-found: torch==1.7.1+cu110 cannot be found: no wheel for Python 3.11
CMD ["python", "app.py"]
