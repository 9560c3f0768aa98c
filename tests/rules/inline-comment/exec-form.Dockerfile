FROM python:3.12
CMD ["python", "app.py"] # start
#                        ^^^^^^^ inline-comment: CMD with words behind its JSON array is no exec form: a shell runs the brackets
