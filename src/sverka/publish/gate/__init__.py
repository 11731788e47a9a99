"""What stands between a computed publication and the public: checks on the bytes to be written (docs/gate.md)."""
