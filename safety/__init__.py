"""What is looked at before anything foreign is parsed; standard library only."""
