FROM python:3.11-slim
RUN awk "NR>=2" file && test 3 -gt 2
RUN python -c "print(1>=2)"
RUN [[ $A>=2 ]] || true
