FROM registry.example/team/base:1
RUN pip install numpy
CMD ["python", "app.py"]
