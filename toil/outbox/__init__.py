"""What leaves the house by the network: candidates into a backlog, the digest into a channel; it sees no database."""
