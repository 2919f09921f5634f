"""DataFrames in, plotly figures out, under one theme."""
