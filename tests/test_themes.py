"""Themes: sentences in shapes that reports show, rules of the method, properties of the tables, and the gold."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport import ReportError, attention, code_themes, locate, read_report, sentences
from govreport.lexicon import data_path, table
from govreport.themes import codebook

SPECS = [
    (0, "各位代表:"),
    (0, "(三)坚持稳字当头、久久为功"),
    (0, "现在,我代表县人民政府,向大会报告工作,请予审议。"),
    (0, "向驻地解放军指战员、武警官兵、公安民警,向港澳台同胞和海外侨胞,表示衷心感谢!"),
    (0, "过去一年,极不平凡,成绩来之不易。"),
    (1, "地区生产总值增长5.5%左右。"),
    (1, "一般公共预算收入完成31亿元,税收占比达到七成。"),
    (1, "稳妥化解存量债务,坚决遏制新增隐性债务。"),
    (1, "居民消费价格涨幅控制在2%左右。"),
    (2, "铸牢中华民族共同体意识,依法管理宗教事务。"),
    (2, "依法保障妇女儿童合法权益。"),
    (3, "新建县中医院住院楼,家庭医生签约率达到80%。"),
    (3, "强化食品药品安全监管,开展校园周边抽检。"),
    (4, "建成高标准农田12万亩,粮食总产量稳定在9亿斤。"),
    (4, "扎实推进农村人居环境整治,改造户厕3000座。"),
    (5, "举办招聘会40场,城镇新增就业6800人。"),
    (5, "深入开展安全生产治本攻坚三年行动,排查隐患900处。"),
    (6, "新建幼儿园3所,新增学位1500个。"),
    (6, "落实“双减”政策,加强教师队伍建设。"),
    (7, "空气质量优良天数达到320天,PM2.5浓度下降6%。"),
    (7, "新建口袋公园9处,新增绿地20公顷。"),
    (8, "200万千瓦风电项目并网发电,新能源装机占比过半。"),
    (8, "加强供热保障,解决低温户300户。"),
    (9, "放宽落户条件,户籍人口城镇化率提高1个百分点。"),
    (10, "新改建农村公路180公里,高速公路全线通车。"),
    (10, "新增停车泊位1200个,优化公交线路8条。"),
    (12, "常态化开展扫黑除恶,电信网络诈骗发案率下降两成。"),
    (12, "坚持和发展新时代“枫桥经验”,就地化解矛盾纠纷。"),
    (13, "提高城乡低保标准,新增养老床位400张。"),
    (13, "发放残疾人两项补贴,困难群众得到及时救助。"),
    (14, "改造老旧小区56个,加装电梯120部。"),
    (14, "深化京津冀协同发展,推进以县城为重要载体的城镇化建设。"),
    (15, "优化营商环境,新增市场主体4600户。"),
    (15, "接待游客900万人次,旅游综合收入增长两成。"),
    (15, "引进亿元以上项目25个,开工率达到九成。"),
    (15, "成功应对特大洪涝灾害,及时转移受灾群众。"),
    (16, "扎实做好双拥工作,提升退役军人服务保障水平。"),
    (17, "高新技术企业突破300家,研发投入强度达到2.4%。"),
    (17, "布局算力中心,推动人工智能应用。"),
    (18, "进出口总额突破50亿元,中欧班列开行200列。"),
    (18, "保持人民币汇率在合理均衡水平上的基本稳定。"),
    (19, "坚持独立自主的和平外交政策。"),
    (19, "推动两岸关系和平发展,保持香港、澳门繁荣稳定。"),
    (20, "深化“放管服”改革,推行“一件事”集成联办。"),
    (20, "锲而不舍落实中央八项规定精神,坚决纠治“四风”。"),
    (20, "办结人大代表建议和政协提案210件。"),
    (21, "完成病险水库除险加固,落实河长制。"),
    (21, "盘活批而未供和闲置土地,保障项目用地。"),
    (23, "新建城市书房6个,举办群众文化活动90场。"),
    (23, "弘扬社会主义核心价值观,拓展新时代文明实践中心。"),
]

# What a careless lexicon reads into these sentences, and must not.
TRAPS = [
    (16, "认真落实全国防汛工作部署。"),  # 国防
    (13, "我代表区人民政府作说明。"),  # 民政
    (6, "我们深入学习领会,坚定信心。"),  # 入学
    (14, "市政府各部门要带头过紧日子。"),  # 市政
    (10, "坚定不移走中国特色社会主义道路。"),  # 道路
    (3, "经济保持持续健康发展。"),  # 健康
    (15, "优化工作流程,提高效率。"),  # 化工
    (21, "管理水平显著提升。"),  # 水
    (6, "提高中低收入群体增收能力。"),  # 高中
    (18, "推进出租汽车行业改革。"),  # 进出
]

RULES = [
    pytest.param(1, "新增就业2万人,进出口总额增长8%,单位地区生产总值能耗下降3%。", id="indicators of several topics"),
    pytest.param(5, "城镇新增就业2万人,城镇调查失业率5.2%。", id="indicators of one topic"),
    pytest.param(15, "出口机床增产,商圈更加繁荣,夜经济升温,首店接连开业。", id="most clauses"),
    pytest.param(6, "新建学校、医院。", id="a tie goes to the first named"),
    pytest.param(3, "新建医院、学校。", id="a tie goes to the first named, turned round"),
    pytest.param(23, "推进公共文化服务建设,让群众满意。", id="the clause that frames the rest"),
    pytest.param(0, "2025年完成120%,高于上年7.5个百分点。", id="numbers do not decide"),
]


FLAGS = ["unsure", "evidence", "spans"]
METHODS = ("lexicon", "model", "combined")


def code(sentence: str, method: str = "lexicon") -> int:
    return code_themes([sentence], method=method)["code"].item()


def evidence(sentence: str) -> list[str]:
    return code_themes([sentence], method="lexicon")["evidence"].item().split()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("expected", "sentence"), SPECS)
def test_topic_of_a_sentence(expected, sentence, method):
    assert code(sentence, method) == expected


def test_specs_show_every_topic():
    assert {expected for expected, _ in SPECS} == set(codebook()["code"])


@pytest.mark.parametrize(("wrong", "sentence"), TRAPS)
def test_words_across_a_boundary_are_not_read(wrong, sentence):
    coded = code_themes([sentence], method="lexicon")
    assert wrong not in {coded["code"].item(), coded["runner_up"].fillna(-1).item()}


@pytest.mark.parametrize(("expected", "sentence"), RULES)
def test_ruling_of_the_codebook(expected, sentence):
    assert code(sentence) == expected


def test_a_term_inside_a_longer_one_does_not_count():
    assert evidence("铸牢中华民族共同体意识。") == ["铸牢中华民族共同体意识"]
    assert evidence("生态旅游。") == ["生态旅游"]  # neither 生态 (7) nor 旅游
    coded = code_themes(["生态旅游。", "生态,旅游。"], method="lexicon")
    assert coded["runner_up"].isna().tolist() == [True, False]


def test_evidence_stands_in_the_sentence_and_speaks_for_the_code():
    entries = table("themes").set_index("term")["code"]
    for row, (_, sentence) in zip(code_themes([text for _, text in SPECS]).itertuples(), SPECS, strict=True):
        for term in row.evidence.split() if isinstance(row.evidence, str) else []:
            assert term in sentence
            assert int(entries[term]) == row.code
        assert [sentence[start:end] for start, end in row.spans] == (row.evidence.split() if row.spans else [])


def test_each_topic_that_is_decided_has_a_name():
    named = codebook().set_index("code")["topic"]
    coded = code_themes([text for _, text in SPECS])
    assert (coded["topic"] == coded["code"].map(named)).all()


@given(st.lists(st.text(alphabet="建设学校公路,。;、“”12%A\n 改革医院𠮷", max_size=30), max_size=8))
@pytest.mark.parametrize("method", METHODS)
def test_as_many_rows_in_the_same_order_whatever_the_text(method, texts):
    coded = code_themes(texts, method=method)
    assert len(coded) == len(texts)
    assert pd.api.types.is_integer_dtype(coded["code"].dtype)
    assert coded["code"].tolist() == [code(text, method) for text in texts]
    scores = coded["score"].dropna()
    assert ((scores > 0) & (scores <= 1)).all()
    for spans, text in zip(coded["spans"], texts, strict=True):
        assert all(0 <= start < end <= len(text) for start, end in spans)
    if method == "lexicon":
        assert (coded["score"].isna() == coded["evidence"].isna()).all()
    assert (coded["runner_up"] != coded["code"]).fillna(True).all()


def test_a_table_keeps_its_place_and_index():
    table_ = pd.DataFrame({"sentence_id": [7, 3], "start": [40, 9], "end": [45, 14], "text": ["新建学校。", None]})
    coded = code_themes(table_.set_axis(["b", "a"]))
    assert coded.columns.tolist() == ["sentence_id", "start", "end", "code", "topic", "score", "runner_up", *FLAGS]
    assert coded.index.tolist() == ["b", "a"]
    assert coded["sentence_id"].tolist() == [7, 3]
    assert coded["code"].tolist() == [6, 0]
    assert coded.loc["a", ["score", "runner_up", "evidence"]].isna().all()


def test_input_of_the_wrong_kind_is_told_in_one_sentence():
    with pytest.raises(ReportError, match="list"):
        code_themes("新建学校。")
    with pytest.raises(ReportError, match="text"):
        code_themes(pd.DataFrame({"sentence": ["新建学校。"]}))
    with pytest.raises(ReportError, match="section"):
        attention(code_themes(["新建学校。"]), by="section")
    with pytest.raises(ReportError, match="code"):
        attention(pd.DataFrame({"text": ["新建学校。"]}))


def test_attention_leaves_out_code_0_and_sentences_without_a_group():
    coded = code_themes(["新建学校。", "修建公路。", "培养教师。", "谢谢大家!", "新建医院。", "各位代表:"])
    shares = attention(coded)
    assert shares["code"].tolist()[0] == 6
    assert 0 not in set(shares["code"])
    assert shares["sentences"].sum() == (coded["code"] != 0).sum() == 4
    assert shares["group"].isna().all()
    grouped = attention(coded.assign(section=["乙", "甲", "甲", "甲", None, "丙"]), by="section")
    assert grouped["group"].unique().tolist() == ["乙", "甲"]
    assert grouped["sentences"].sum() == 3
    assert grouped.groupby("group")["share"].sum().round(12).tolist() == [1, 1]


def test_attention_of_nothing_is_an_empty_table():
    for empty in (code_themes([]), code_themes(["各位代表:"])):
        assert attention(empty).columns.tolist()[:5] == ["group", "code", "topic", "sentences", "share"]
        assert attention(empty).empty
        assert attention(empty).nlargest(1, "share").empty


def test_attention_of_the_seed_by_section():
    report = read_report(data_path().parent / "seeds" / "daoli-2026.txt")
    coded = code_themes(sentences(report))
    shares = attention(locate(report, coded), by="section")
    assert shares.groupby("group")["share"].sum().round(12).eq(1).all()
    assert attention(coded)["sentences"].sum() == (coded["code"] != 0).sum() > 100


def test_lexicon_is_sound():
    rows = table("themes")
    assert rows.columns.tolist() == ["term", "code", "weight", "role", "source"]
    assert len(rows) >= 1500
    assert not rows["term"].duplicated().any()
    assert (rows["term"].str.len() > 1).all()
    assert not rows["term"].str.contains(r"[\s，,；;：:。！？!?]").any()
    assert set(rows["code"].astype(int)) == set(codebook()["code"])
    assert set(rows["weight"]) == {"0", "1", "2", "4", "20"}
    assert set(rows.loc[rows["weight"] == "0", "code"]) == {"0"}
    assert set(rows["role"]) == {"", "indicator"}
    assert set(rows["source"]) == {"codebook", "corpus", "general"}


def test_topics_are_the_codebooks():
    assert codebook().columns.tolist() == ["code", "topic", "chinese"]
    assert codebook()["code"].tolist() == [*range(11), *range(12, 22), 23]


@pytest.mark.parametrize("coder", ["coder_a", "coder_b"])
def test_accuracy_on_the_seed(coder):
    gold = pd.read_csv(data_path("gold", "daoli_2026.themes.csv"))
    text = (data_path().parent / "seeds" / "daoli-2026.txt").read_text(encoding="utf-8")
    coded = code_themes([text[start:end] for start, end in zip(gold["start"], gold["end"], strict=True)])
    assert len(gold) == 189
    assert (coded["code"] == gold[coder]).mean() >= 0.65
