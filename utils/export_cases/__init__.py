"""What utils/test-torch-exports.py and utils/check-repairs.py export by torch, and what they break in the exports."""
