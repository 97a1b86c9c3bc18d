"""Small networks, their twins as ONNX Runtime's quantiser writes them, and what can go wrong with these."""
