FROM ubuntu:22.04
RUN echo "{\"a\": \"b # c\"}" > /x.json \
 && echo done
RUN X="$(sed "s/ # //" f)" \
 && echo $X
RUN echo `echo a # b` \
 && echo c
ENV A="x \" # y" B=1
