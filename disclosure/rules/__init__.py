"""Rules about telling a third party: the lists to choose from in `codes`, the decision in `decision`. Pure Python."""
