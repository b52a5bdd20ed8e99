"""The Net Promoter programme as Prefect flows: each reads, decides, writes; the rules live in ``flows.program``."""
