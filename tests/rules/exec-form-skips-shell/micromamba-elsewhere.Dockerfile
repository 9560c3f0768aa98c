# micromamba without its image has no entry point that finds the environment.
FROM ubuntu:22.04
COPY --from=mambaorg/micromamba:2.0.5 /bin/micromamba /bin/micromamba
COPY environment.yml .
RUN micromamba create -y -n app -f environment.yml
SHELL ["micromamba", "run", "-n", "app", "/bin/bash", "-c"]
CMD ["python", "serve.py"]
#     ^^^^^^ exec-form-skips-shell: python is started without a shell, so not in app, the environment that SHELL names
