FROM ubuntu:22.04
CMD ["python", "app.py"] # start
#                        ^^^^^^^ inline-comment: CMD with words behind its JSON array is no exec form: a shell runs the brackets
