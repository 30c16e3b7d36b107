"""Made pairs of reports with the truth beside them: how well reports of one household are told from others."""
