"""What utils/test-torch-exports.py exports, and what it breaks in the exports."""
