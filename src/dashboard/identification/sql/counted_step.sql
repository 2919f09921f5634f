count(*) filter ({step}) as {step}
