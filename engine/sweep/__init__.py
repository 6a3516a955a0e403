"""Any quantity over any parameters: on one machine or a cluster, and resumable."""
