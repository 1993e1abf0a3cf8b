"""Who makes the video: Model Studio, the gateway, or the stand-in. One step a verb; no loop, no sleep, no state."""
