FROM python:3.12
COPPY a b
#<parse-error: unknown instruction COPPY; did you mean COPY?
ENTRYPOINT ["a", 1]
#          ^^^^^^^^ parse-error: the JSON array of an instruction may hold strings only
COPY onlyone
#<parse-error: COPY needs at least one source and a destination
RUN pip install "x"
