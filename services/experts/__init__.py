"""The tendered pool of experts: profiles, contracts, catalogue, and how much work each has had."""
