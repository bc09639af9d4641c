"""The desk: a small web application on the data folder, for those who do not live in a terminal (`niemyet desk`).

Here are its pages, its users and what its forms do. What a form does is what a command does: a fact in the lake, published
at once or with the next run. Nothing else may be written here, and no rule of the field stands here.
"""
