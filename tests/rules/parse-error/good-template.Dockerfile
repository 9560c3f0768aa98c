FROM {{ base }}
{% if gpu %}
RUN echo gpu
{% endif %}
