FROM python:3.11
RUN export PATH="$HOME/.cargo/bin:$PATH"
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ run-export-no-effect: export PATH ends with this RUN, and nothing behind it uses it
RUN export PATH=~/bin:$PATH
#   ^^^^^^^^^^^^^^^^^^^^^^^ run-export-no-effect: export PATH ends with this RUN, and nothing behind it uses it
RUN export A=${B:0:3}
#   ^^^^^^^^^^^^^^^^^ run-export-no-effect: export A ends with this RUN, and nothing behind it uses it
RUN export A=1;
#   ^^^^^^^^^^ run-export-no-effect: export A ends with this RUN, and nothing behind it uses it
RUN cd /opt/*/bin
#   ^^^^^^^^^^^^^ run-export-no-effect: RUN cd /opt/*/bin changes no directory for the next instruction
RUN cd "$HOME"
#   ^^^^^^^^^^ run-export-no-effect: RUN cd "$HOME" changes no directory for the next instruction
