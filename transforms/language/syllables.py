"""Vietnamese syllables: how a broken space, a wrong encoding or a misread word is known (DOMAIN §6, T7, T14).

A syllable is onset + rime + at most one tone; a rime that ends in a stop bears sắc or nặng only. Beside the grammar
stand the syllables that administrative Vietnamese really uses, in our own list: they decide where the grammar
allows two readings ("nguồn gốc", never "nguồng ốc").
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
VOWELS = "aăâeêioôơuưy"

_ONSETS = ("ngh", "ng", "nh", "gh", "gi", "kh", "ph", "qu", "th", "tr", "ch", *"bcdđghklmnpqrstvx", "")
_RIMES_IN_USE = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong
    ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên
    uyêt uynh uyp uyt uyn uyu ư ưa ưc ươc ươi ươm ươn ương ươp ươt ươu ưi ưm ưn ưng ưt ưu
    y yêm yên yêng yêt yêu ynh ych yt yn
"""
_RIMES = frozenset(_RIMES_IN_USE.split())
_STOPS = ("c", "ch", "p", "t")


@lru_cache(maxsize=1 << 10)
def split_tone(sign: str) -> tuple[str, str]:
    """A letter without its tone, and the tone as a digit or nothing."""
    parts = unicodedata.normalize("NFD", sign)
    tone = "".join(TONES.get(part, "") for part in parts)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES)), tone


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Whether the word has the shape of one Vietnamese syllable with at most one tone."""
    signs = [split_tone(sign) for sign in word.lower()]
    if sum(len(tone) for _, tone in signs) > 1:
        return False
    letters = "".join(letter for letter, _ in signs)
    return any(letters.startswith(onset) and letters[len(onset) :] in _RIMES for onset in _ONSETS)


def _is_spoken(word: str) -> bool:
    """Whether it is a syllable that can be said: a stop at its end leaves only two tones."""
    if not is_syllable(word):
        return False
    signs = [split_tone(sign) for sign in word]
    if not signs[-1][0].endswith(_STOPS) and not word.endswith("ch"):
        return True
    return "".join(tone for _, tone in signs) in {"1", "5"}


_COMMON_IN_USE = """
    ách ai am âm ấm ẩm an án ăn ấn ẩn anh ánh ảnh ao áo ảo áp ấp ba bà bá bạ bả bác bạc bậc bắc bách bạch
    bài bãi bải bám bẩm ban bàn bán bạn bản bẩn bận bắn bang bàng băng bảng bằng bánh bao bào báo bạo bảo
    bát bạt bất bắt bầu bay bày bảy bẫy bè bê bế bể bệ bên bến bền bệnh bếp bì bí bị bia bìa bích biên biến
    biển biện biết biệt biếu biểu bím binh bình bính bít bò bó bọ bỏ bố bồ bổ bộ bờ bóc bọc bốc bộc bơi bồi
    bội bởi bom bơm bón bốn bóng bông bồng bổng bột bớt bù bú bữa bục bức bụi bùn bung bưng bụng bừng buộc
    bước buổi bưởi buôn buồn buồng bương búp bút bứt bưu buýt ca cá cả các cách cạch cai cài cái cải cam cám
    cảm cấm cầm cẩm cắm can càn cán cân căn cạn cản cần cẩn cận cặn cang càng căng cảng canh cánh cạnh cảnh
    cao cào cáo cạo cáp cạp cấp cập cắp cặp cát cất cật cắt cau cáu câu cấu cầu cậu cày cây cấy cậy cha chà
    chả chạc chắc chặc chai chải châm chăm chạm chấm chậm chan chán chân chăn chạn chấn chẩn chắn chằn chẵn
    chặn chăng chằng chẳng chặng chanh chánh chào cháo chảo chạp chấp chập chắp chát chất chật chặt cháu
    châu chậu chay cháy chạy chảy che chè chê chẻ chế chề chênh chéo chép chết chi chí chỉ chị chia chích
    chiếc chiếm chiên chiến chiết chiêu chiếu chiều chiểu chim chìm chín chinh chình chính chỉnh chíp chịu
    cho chó chỗ chớ chờ chở chợ chốc chơi chối chổi chọn chốn chồn chông chống chồng chớp chốt chu chú chư
    chủ chứ chữ chua chùa chúa chưa chứa chữa chuẩn chúc chục chức chực chum chùm chung chúng chủng chứng
    chừng chuộc chuối chuỗi chườm chuông chuồng chương chướng chưởng chuột chụp chút chuyên chuyến chuyền
    chuyển chuyện co cò có cô cơ cọ cỏ cố cồ cổ cộ cớ cờ cỡ cóc cọc cốc cộc còi cởi cơm con còn côn cơn cồn
    công cống cổng cộng cốt cột cu cù cũ cư cụ củ cứ cừ cử cự cua cưa của cửa cúc cục cực cúm cụm cung cùng
    cúng cũng củng cứng cuộc cước cược cuối cuội cưới cưỡi cuốn cuộn cuống cương cường cưỡng cưu cứu cựu da
    dã dạ dai dài dại dải dâm dăm dầm dẫm dặm dàn dán dân dãn dạn dần dẫn dằn dặn dang dáng dạng danh dành
    dao dáo dạo dập dắt dâu dấu dầu dậu dày dây dãy dạy dẫy dậy dê dế dễ dẻo di dì dỉ dị dìa dịch diêm diễm
    diên diễn diện diệp diệt diệu dinh dính dịp dịu do dò dó dơ dọ dỗ dở dỡ dợ doanh dọc dốc dôi dồi dội dời
    dọn dồn dòng du dù dư dụ dữ dự dứa dừa dựa dục duệ dùm dung dùng dũng dưng dụng dừng dựng dược dưới
    dương dưỡng dượng dứt duy duyên duyệt đa đà đá đã đả đạc đắc đặc đai đài đái đãi đại đam đàm đám đâm đạm
    đảm đấm đầm đẫm đậm đan đàn đán đạn đản đang đáng đăng đảng đắng đằng đẳng đặng đành đánh đào đáo đạo
    đảo đáp đạp đập đắp đạt đất đắt đặt đau đàu đâu đấu đầu đẩu đậu đay đáy đây đấy đầy đẩy đậy đê đẻ đế đề
    để đệ đem đêm đếm đệm đen đèn đến đền đeo đẹp đều đi đĩ đĩa địa đích điếm điềm điểm điên điền điển điện
    điếu điều điệu đinh đình đính đĩnh đỉnh định đo đò đó đô đơ đỏ đố đồ đổ đỗ độ đỡ đoái đoan đoàn đoán
    đoạn đoạt đóc đọc đốc độc đòi đói đôi đối đồi đổi đội đới đời đợi đòn đón đôn đơn đốn đồn độn đóng đông
    đọng đống đồng động đốt đột đợt đu đủ đua đùa đưa đứa đúc đục đức đùi đùng đúng đụng đứng đừng đựng được
    đuôi đuối đuổi đương đường đứt em ép ga gà gả gạch gai gài gái gấm gầm gan gán gân gần gắn gang găng
    gắng gánh gạo gấp gập gặp gas gạt gặt gấu gầu gây gãy gấy gậy ghe ghé ghẹ ghế ghép ghét ghi ghị gì gỉ
    gia già giá giã giả giác giấc giai giải giam giám giâm giảm giấm gian giàn gián giãn giản giăng giạng
    giằng giao giào giáo giảo giáp giát giặt giàu giậu giày giấy giầy giền giêng giếng giềng giết gìn giò
    gió giơ giỏ giỗ giờ giòi giỏi giới giời giòng giông giọng giống giồng giữ giữa giục giun giương giường
    giúp gò gõ gỗ gờ gỡ góc gốc gói gọi gỏi gối gội gởi gợi gom gốm gồm gôn gọn gông gọng góp gộp gọt gu gục
    gùi gửi gừng gương gượng ha hà há hạ hả hạc hắc hách hạch hai hài hái hại hải ham hàm hám hãm hạm hầm
    han hàn hán hân hạn hấn hận hẳn hang hàng háng hãng hăng hạng hảng hằng hanh hành hạnh hao hào háo hảo
    hấp hát hạt hầu hậu hay hày háy hãy hè hẹ hế hề hệ hẻm hèn hẹn hển heo hẹp hết hi hỉ hiếm hiểm hiên hiến
    hiền hiển hiện hiếp hiệp hiếu hiểu hiệu hình hít hịt ho hô họ hố hồ hổ hỗ hộ hờ hở hoa hoà hoá hoạ hoả
    hòa hóa họa hỏa hoặc hoạch hoài hoại hoải hoan hoàn hoán hoãn hoạn hoang hoàng hoảng hoành hoạt hóc học
    hòi hôi hơi hỏi hối hồi hội hợi hôm hõm hòn hôn hơn hồn hỗn hông họng hỏng hống hồng hổng họp hộp hợp
    hót hớt hũ hư hủ hừ hứa huân huấn huê huề huệ hung hùng húng hưng hứng huống hương hướng hưởng hút hụt
    hưu hữu huy huỷ hủy huyên huyền huyện huyết ích in ke kè kê kẻ kẽ kế kề kể kệ kem kèm kém kẽm keng kênh
    keo kéo kẹo kép kẹp két kẹt kết kêu khá khả khác khạc khắc khách khai khái khải khám khảm khan khán khăn
    khấn khẩn khang kháng khảng khẳng khánh khao khảo khắp khát khắt khâu khấu khẩu khẩy khe khẻ khế khen
    khèn khéo khép khi khí khỉ khích khiếm khiên khiến khiển khiếp khiết khiêu khiếu khinh khít kho khó khô
    khơ khỏ khố khổ khoa khoá khoả khóa khoác khoai khoan khoán khoản khoang khoáng khoảng khoanh khoảnh
    khoát khoe khoẻ khỏe khoét khoi khói khôi khơi khỏi khối khởi khom khốn không khống khổng khớp khu khứ
    khử khuẩn khúc khuếch khung khủng khước khuôn khuya khuyếch khuyên khuyến khuyết khuynh kì kí kĩ kỉ kị
    kích kịch kiêm kiếm kiềm kiểm kiệm kiên kiến kiện kiêng kiểng kiệt kiêu kiều kiểu kim kìm kín kinh kình
    kính kíp kịp ký kỳ kỵ kỷ kỹ la là lá lạ lả lạc lắc lách lai lài lái lãi lại lam làm lâm lãm lăm lạm lấm
    lầm lẫm lắm lan làn lán lân lăn lấn lần lẫn lận lặn lang làng láng lãng lăng lạng lảng lắng lặng lanh
    lành lánh lãnh lạnh lao lào láo lão lấp lập lắp lặp lát lạt lất lật lắt lau láu lâu lầu lậu lay láy lây
    lạy lấy lầy lẫy lê lẻ lẽ lề lễ lệ lệch len lèn lén lên lện lệnh leo lết li lì lí lị lìa lịch liêm liệm
    liên liền liễn liệng liệt liêu liều liệu lìm lịm lin linh lính lĩnh líp lít lo lò ló lô lõ lơ lọ lố lồ
    lỗ lộ lờ lở lỡ loa loã lõa loài loại loan loạn loang loãng loạt lóc lọc lốc lộc lòi lói lõi lơi lối lỗi
    lội lới lời lợi lồn lộn lớn lợn long lòng lóng lông lọng lỏng lống lồng lộng lốp lớp lợp lót lọt lu lù
    lũ lư lụ lứ lừ lữ lự lua lùa lúa lụa lứa lừa lửa lựa luân luẩn luận luật lúc lục lực lùi lúi lúm lún
    lung lúng lũng lưng lừng lược lưới lười lưỡi lượm luôn luồn lươn lườn lượn luông luống luồng lương lưỡng
    lượng lướt lượt lưu lựu luỹ lũy luyến luyện ly lý lỵ ma mà má mã mạ mả mác mạc mắc mặc mách mạch mai mài
    mái mãi mại mải mâm măm mầm mẫm mắm man màn mãn măn mạn mẩn mẫn mận mặn mang màng máng mãng măng mạng
    mảng mắng manh mành mãnh mạnh mảnh mao mào mạo mát mạt mất mật mắt mặt mau màu máu mâu mấu mẩu mẫu mậu
    may mày máy mây mảy mấy me mè mê mẹ mẻ mế mề mễ mềm men mén mến mệnh mèo mẹo mét mệt mi mì mĩ mỉ mị mía
    mỉa miên miến miền miễn miện miêng miếng miệng miêu miếu mím mìn mịn minh mình mít mò mó mô mơ mọ mỏ mồ
    mổ mộ mớ mờ mở mỡ mợ móc mọc mốc mộc moi môi mọi mỏi mối mồi mỗi mới mời môm mồm mòn món môn mong móng
    mỏng mốt một mu mù mũ mụ mủ mua mùa múa mưa mửa múc mục mức mực mui mùi mũi mùng mừng muôi muối muỗi
    muội mươi mười muôn muốn muộn mướn mượn muống muỗng mương mường mướt mứt mưu mỹ na nà ná nạ nạc nấc nách
    nai nài nại nải nam nám năm nạm nấm nắm nằm nan nàn nán nân nạn nản nắn nặn nang nàng nâng năng nạng
    nấng nắng nặng nanh nao nào náo não nạo nạp nấp nập nắp nát nạt nâu nấu nẫu nay này náy nãy nảy nề nể
    nem nệm nèn nén nên nền neo nép nếp nét nết nêu nếu nga ngà ngã ngả ngạc ngắc ngách ngạch ngai ngài ngái
    ngại ngàm ngâm ngấm ngầm ngẫm ngậm ngắm ngan ngàn ngán ngân ngăn ngạn ngấn ngần ngắn ngằn ngang ngàng
    ngãng ngành ngạnh ngao ngào ngáo ngập ngát ngạt ngất ngật ngắt ngặt ngâu ngầu ngẩu ngẫu ngay ngày ngáy
    ngậy nghe nghé nghề nghễ nghệ nghen nghẽn nghèo nghẹt nghi nghĩ nghỉ nghị nghĩa nghịch nghiêm nghiệm
    nghiên nghiền nghiện nghiêng nghiệp nghiệt nghìn nghinh ngó ngô ngõ ngơ ngọ ngỏ ngổ ngỗ ngộ ngờ ngỡ ngợ
    ngoặc ngoài ngoái ngoại ngoan ngoạn ngoằn ngọc ngốc ngộc ngòi ngói ngôi ngơi ngồi ngời ngon ngôn ngọn
    ngổn ngóng ngộp ngợp ngột ngớt ngu ngũ ngư ngụ ngủ ngừ ngữ ngự ngứa ngừa ngửa ngựa ngục ngực ngùi ngụm
    ngun ngưng ngừng ngửng ngược nguội người nguồn ngưỡng ngượng ngưu nguy ngụy nguyên nguyền nguyện nguyệt
    nha nhà nhã nhả nhạc nhắc nhai nhài nhái nhãi nhại nham nhàm nhám nhâm nhăm nhảm nhấm nhầm nhậm nhắm
    nhằm nhan nhàn nhân nhãn nhăn nhạn nhấn nhẩn nhẫn nhận nhắn nhằn nhẵn nhang nhanh nhành nhánh nhào nhão
    nhạo nháp nhấp nhập nhát nhạt nhất nhật nhặt nhau nhậu nháy nhạy nhảy nhè nhẹ nhẽ nhể nhen nhện nheo nhi
    nhì nhĩ nhỉ nhị nhiễm nhiệm nhiên nhiệt nhiêu nhiều nhiễu nhím nhìn nhịn nhíp nhịp nho nhơ nhọ nhỏ nhổ
    nhớ nhờ nhỡ nhóc nhọc nhòe nhói nhỏi nhối nhồi nhòm nhóm nhôm nhón nhọn nhộn nhớn nhộng nhớt nhợt nhu
    nhú nhũ như nhữ nhựa nhuần nhuận nhúc nhục nhức nhuệ nhung nhúng nhũng nhưng những nhuộm nhường nhượng
    nhút nhựt nhuyễn ni ní nỉ nia nic niêm niềm niệm niên niền niễn niêu niệu nín ninh nịnh nít nịt no nó nô
    nơ nọ nỏ nố nổ nộ nở nỡ nợ nóc nọc nòi nói nôi nơi nối nồi nổi nỗi nội nới nời nôm nộm non nón nôn nòng
    nóng nông nồng nộp nu nụ nứ nữ nứa nửa nữa nức nực núi nung núng nựng nước nuôi nuối nuông nương nướng
    nường nuốt núp nút nứt ô ở oan oanh ôm ốm ôn ổn ông ống pa pha phà phá phả phác phách phạch phai phái
    phải phàm phạm phẩm phàn phán phân phạn phản phấn phần phẩn phẫn phận phang phẳng phao pháo phạo pháp
    phập phát phạt phất phật phẫu phay phảy phẩy phe phê phế phệ phèn phép phễu phi phì phí phỉ phía phiên
    phiến phiền phiện phiệt phiêu phiếu phim phím phin phinh phình phò phó phô phỏ phố phổ phở phôi phơi
    phối phồi phổi phồn phong phòng phóng phông phỏng phồng phổng phọt phớt phu phù phú phụ phủ phúc phục
    phức phun phùn phung phùng phúng phụng phước phương phường phượng phút phụt phứt pin qua quà quá quạ quả
    quắc quách quai quái quan quàn quán quân quản quấn quần quẩn quẫn quận quang quàng quãng quăng quảng
    quặng quanh quành quạnh quát quạt quất quật quay quày quây quảy quấy quầy quậy que què quê quế quen quên
    quét quết quệt qui quì quí quỉ quốc quy quý quỳ quỷ quỹ quyên quyến quyền quyển quyện quyết quyệt quỳnh
    quýt ra rà rá rã rạ rác rạc rắc rách rạch rài rái rãi rải rám râm rạm rầm rậm rằm ran rán răn rạn rận
    rắn ràng ráng răng rạng rằng rặng ranh rành rãnh rảnh rao rào ráo rạo ráp rạp rắp rát rất rật rặt rau
    râu rầu ráy rây rầy rẫy rè rẻ rẽ rề rể rễ ren rèn rén rên reo rẹo rệp rét rệu ri rì rỉ rìa rịa riêng
    riềng rim rình rít rịt ríu ro rò rô rõ rọ rỏ rổ rộ rờ rỡ rợ róc rọc rốc rơi rọi rối rồi rỗi rời rơm rớm
    rốn rộn rợn rong ròng rống rồng rỗng rộng rợp rót rọt rớt rù rú rũ rụ rủ rừ rua rùa rưa rửa rữa rúc rục
    rực rui rụi rủi run rún rung rùng rụng rừng ruốc rước ruồi rưới rưởi rườm ruồng ruộng ruột rượu rút rụt
    rứt sa sà sá sả sạc sắc sặc sách sạch sai sài sái sải sàm sám sâm sạm sấm sầm sẫm sắm sẵm san sàn sán
    sân săn sạn sản sần sắn sẵn sang sàng sáng săng sảng sẵng sanh sành sánh sảnh sao sào sáo sạo sáp sạp
    sấp sập sắp sát sạt sất sắt sau sàu sáu sâu sấu sầu say sây sảy sấy sậy se sè sê sẻ sẽ séc sen sên sẹo
    sét sệt si sì sĩ sỉ siết siêu sinh sình sính sít sịt so sò sơ sọ sỏ số sổ sớ sờ sở sợ soan soạn soát sốc
    sộc soi sòi sói sôi sỏi sồi sới sởi sợi sớm son sòn sơn sọn song sòng sóng sông sống sót sọt sốt su sù
    sư sụ sủ sứ sử sự sưa sủa sửa sữa suất súc sục sức sực sui sủi sụn sung sùng súng sưng sừng sững suối
    sưởi sườn sương sướng sượng suốt sụp sút sụt sứt sưu suy sỹ ta tà tá tã tạ tả tác tạc tắc tách tai tài
    tái tại tải tam tàm tám tâm tăm tạm tấm tầm tẩm tắm tằm tan tàn tán tân tăn tản tấn tần tẩn tận tang
    tàng táng tâng tăng tạng tảng tầng tặng tanh tành tánh tạnh tao tào táo tạo tảo táp tạp tấp tập tắp tát
    tạt tất tật tắt tau tàu táu tâu tấu tẩu tay tày tây tấy tầy tẩy te té tê tẻ tế tề tể tệ tếch tem tên tẽn
    tênh teo tẹt tết tha thà thả thác thạc thắc thách thạch thai thài thái thải tham thám thâm thăm thạm
    thảm thấm thầm thẩm thậm thẳm than thàn thán thân thản thấn thần thẩn thận thằn thang tháng thăng thảng
    thắng thằng thẳng thặng thanh thành thánh thạnh thảnh thao thào tháo thạo thảo tháp thạp thấp thập thắp
    thất thật thắt thau tháu thầu thay thây thảy thấy thầy the thé thê thẻ thế thề thể thệ thèm thêm thềm
    then thẹn theo thẹo thép thếp thét thết thêu thi thì thí thỉ thị thia thích thiếc thiêm thiên thiến
    thiền thiển thiện thiêng thiệp thiết thiệt thiêu thiếu thiểu thiệu thím thin thìn thinh thình thính
    thỉnh thịnh thít thịt thiu tho thò thó thô thơ thọ thỏ thố thồ thổ thớ thờ thở thợ thoa thoả thỏa thoái
    thoại thoải thoán thoang thoáng thoát thoạt thóc thọc thốc thộc thoi thòi thói thôi thỏi thối thổi thới
    thời thơm thon thôn thốn thồn thong thòng thông thỏng thống thóp thót thọt thốt thớt thu thù thú thư thụ
    thủ thứ thừ thử thua thùa thưa thừa thửa thuân thuần thuẫn thuận thuật thúc thục thức thực thuê thuế
    thuề thui thụi thùm thun thung thùng thúng thủng thừng thuở thuốc thuộc thước thược thười thuồng thuổng
    thương thướng thường thưởng thượng thướt thút thụt thuy thuý thuỷ thúy thụy thủy thuyên thuyền thuyết ti
    tì tí tĩ tỉ tị tia tía tỉa tích tịch tiêm tiếm tiềm tiệm tiên tiến tiền tiễn tiện tiếng tiếp tiết tiệt
    tiêu tiếu tiều tiểu tim tìm tím tin tín tinh tình tính tĩnh tỉnh tịnh tít tịt to tò tó tô tơ tọ tỏ tố tồ
    tổ tộ tớ tờ tợ toa toà toạ toả tòa tọa tỏa toạc toái toại toan toàn toán toản tóc tọc tốc tộc tôi tơi
    tối tồi tội tới tời tóm tôm tôn tốn tồn tổn tợn tòng tông tống tổng tộng tóp tọp tót tọt tốt tột tra trà
    trá trả trác trạc trắc trách trạch trai trài trái trại trải tram tràm trám trâm trăm trạm trảm trầm trẫm
    trậm tran tràn trán trân trăn trấn trần trẩn trận trắn trằn trặn trang tràng tráng trăng trạng trảng
    trắng tranh trành tránh trao trào tráo tráp trập trát trạt trất trật trau tráu trâu trảu trấu trầu tray
    trây trầy trẩy tre trê trẻ trẽ trề trễ trệch trên treo trèo trẹo trết trệt trêu tri trì trí trĩ trỉ trị
    trích trịch triến triền triển triện triết triệt triều triệu trinh trình trịnh trìu tríu tro trò trô trơ
    trọ trỏ trố trồ trổ trộ trớ trở trợ tróc trọc tròi trói trôi trọi trối trồi trỗi trội trời trộm tròn
    trơn trọn trốn trộn trớn trợn trong tròng tróng trông trọng trống trồng trổng trộng trót trọt tru trù
    trú trũ trụ trứ trừ trử trữ trự trúa trưa trứa truân trúc trục trức trực trung trùng trúng trũng trưng
    trụng trứng trừng trước trườn truông truồng trương trướng trường trưởng trượng trượt trút trụt trứu trừu
    truy truyến truyền truyện tu tù tú tư tụ tủ tứ từ tử tự tua túa tủa tựa tuân tuấn tuần tuất túc tục tức
    tực tuế tuệ túi tủi tum tùm tung tùng túng tưng tụng từng tước tuổi tươi tưới tuồn tuồng tương tướng
    tường tưởng tượng tuốt tuột tướt túp tút tụt tửu tựu tuy tuý tuỳ tuỷ tùy túy tụy tủy tuyên tuyến tuyền
    tuyển tuyết tuyệt ty tý tỳ tỵ tỷ ưa ức úng ủng ứng ước ươm ương ướp ưu uy uỷ ủy va và vá vã vạ vả vác
    vạc vắc vách vạch vai vài vái vãi vại vải van vàn ván vân vãn văn vạn vấn vần vẩn vẫn vận vắn vằn vặn
    vang vàng váng vâng vãng văng vạng vắng vẳng vành vảnh vào vấp vập vát vạt vất vật vắt vặt vay váy vây
    vảy vấy vẩy vẫy vậy ve vè vé vê vẻ vẽ vế về vệ ven vên vẹn vèo véo vét vẹt vết vệt vi vì ví vĩ vỉ vị vía
    vỉa việc viêm viên viền viễn viện viếng viết việt vin vinh vĩnh vít vịt víu vo vò vó vô võ vơ vọ vỏ vố
    vồ vổ vỗ vớ vờ vở vỡ vợ vóc vốc voi vòi vói vôi vọi vối vội với vời vợi von vốn vòng võng vọng vồng vót
    vọt vớt vu vù vú vũ vụ vua vùa vừa vữa vựa vực vui vùi vun vung vùng vũng vưng vụng vừng vững vươn vườn
    vượn vuông vương vướng vượng vuốt vượt vút vụt vứt xa xà xá xã xạ xả xác xạc xắc xách xạch xài xái xam
    xám xâm xấm xầm xẩm xắn xáng xăng xanh xao xào xáo xạo xảo xáp xấp xập xắp xát xạt xâu xấu xay xây xảy
    xẩy xe xé xê xẻ xế xệ xếch xem xen xén xéo xẹp xếp xét xẹt xi xì xí xỉ xị xía xích xiếc xiêm xiên xiềng
    xiết xiêu xin xinh xít xịt xíu xo xó xô xơ xỏ xổ xớ xờ xoa xoá xóa xoạc xoài xoàn xoán xoắn xoay xoáy
    xọc xốc xộc xoèn xôi xơi xối xới xóm xồm xong xông xổng xoong xốp xót xu xù xú xứ xừ xử xưa xuân xuất
    xúc xức xui xúm xung xưng xứng xước xuống xuồng xương xướng xưởng xuyên xuyến y ý yểm yên yến yết yêu yếu
    cẩu chèn chì côi cốp dõi đắm đong giảng lường moóc nái ném ngửi nhiếp sóc téc tệp vợt
"""
_COMMON = frozenset(_COMMON_IN_USE.split())
#: Words that a single letter names: "điểm c", "loại B".
_NAMED_BY_LETTER = frozenset({"điểm", "tiết", "loại", "nhóm", "hạng"})
#: What makes a lone y a word: "thú y", "y tế"; elsewhere it is the end of one ("ngà y").
_BEFORE_Y = frozenset({"thú", "quân", "lương", "đông", "tây"})
_AFTER_Y = frozenset(
    {"tế", "học", "dược", "khoa", "sĩ", "sỹ", "tá", "sinh", "cụ", "bác", "án", "bạ", "đức", "vụ", "lệnh"}
)
_NEVER_ALONE = frozenset({"gi", "qu", "q"})

_JOIN = 2  # each space taken out; chosen, not measured
_UNUSUAL = 4  # a syllable that can be said, but that the list lacks; chosen, not measured
_BARE = 6  # the same without a first consonant: hardly ever a word; chosen, not measured
# A word in use that begins with a marked vowel ("án", "ước"), as pieces mostly do; chosen, not measured:
_BARE_IN_USE = 3
# A letter after "điểm", "loại": rather a name than the first letter of a word; chosen, not measured:
_NAMED_LETTER = 3
_CAPITAL = 3  # a capital by itself: a name ("nhóm B"), or the first letter of a word; chosen, not measured
_BROKEN = 20  # no syllable at all; chosen, not measured
_MOST_PIECES = 5  # pieces that one word fell into; chosen, not measured


@lru_cache(maxsize=1 << 14)
def _cost(word: str) -> int:
    """What a word costs as it stands: nothing for one in use, most for a piece that is no syllable."""
    if word in _COMMON:
        return _BARE_IN_USE if not word[0].isascii() and word[0] != "đ" and word != "ở" else 0
    if not _is_spoken(word) or word in _NEVER_ALONE:
        return _BROKEN
    return _BARE if split_tone(word[0])[0] in VOWELS else _UNUSUAL


_MARKED = re.compile(r"[^\W\d_]*[à-ãè-êìíò-õùúýăđĩũơưạ-ỹ][^\W\d_]*")


def has_strange_word(text: str) -> bool:
    """Whether a word with Vietnamese marks is none that is in use: what recognition makes of a blurred one."""
    return bool(strange_words(text))


@lru_cache(maxsize=1 << 13)
def strange_words(text: str) -> tuple[str, ...]:
    """The words with Vietnamese marks that are none in use, as they stand in the text.

    Names of peoples and places (capitals at their beginning, a k at their end) are not asked, nor is the đ of money.
    """
    capitals = text.isupper()
    return tuple(
        text[found.start() : found.end()]
        for found in _MARKED.finditer(text.lower())
        if (word := found.group())
        and word not in _COMMON
        and not word.endswith("k")
        and len(word) > 1
        and (capitals or text[found.start()].islower())
    )


@dataclass(frozen=True, slots=True)
class _WordPiece:
    """What stands between two spaces: a word or a part of one, and the punctuation around it."""

    before: str
    word: str
    after: str


@lru_cache(maxsize=1 << 14)
def _piece(text: str) -> _WordPiece:
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return _WordPiece(text[:start], text[start:end], text[end:])


def mend_pieces(text: str) -> str:
    """Join the pieces of syllables that stand apart, where one reading costs less than all others.

    `text` is clean (NFC, single spaces). Over each run of pieces that could belong together the cheapest way to
    cut it into syllables is found; where two ways cost the same, the pieces stay as they are. Numbers, codes,
    abbreviations and foreign words are never touched. Idempotent.
    """
    printed = text.split(" ")
    if len(printed) < 2:
        return text
    pieces = [_piece(one) for one in printed]
    words: list[str] = []
    start = 0
    while start < len(pieces):
        end = _run_end(pieces, start)
        last = words[-1].lower() if words else ""
        following = pieces[end].word.lower() if end < len(pieces) else ""
        for first, after in _cut(pieces[start:end], last, following):
            words.append("".join(printed[start + first : start + after]))
        start = end
    return " ".join(words)


def _run_end(pieces: list[_WordPiece], start: int) -> int:
    """The end of the run that begins here: no word could reach over it."""
    end, place = start + 1, start
    while place < end:
        for reach in range(place + 2, min(place + _MOST_PIECES, len(pieces)) + 1):
            if reach > end and _joined(pieces[place:reach]) is not None:
                end = reach
        place += 1
    return end


def _joined(pieces: list[_WordPiece]) -> str | None:
    """The word that several pieces make; None where punctuation or case forbids it, or it is no syllable."""
    if any(one.after for one in pieces[:-1]) or any(one.before for one in pieces[1:]):
        return None
    word = "".join(one.word for one in pieces)
    if not all(one.word.isalpha() for one in pieces):
        return None
    if not (word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())):
        return None
    return word if _is_spoken(word.lower()) else None


_Way = tuple[int, int, int]  # cost, how many ways cost so little, where the group before begins


def _cut(pieces: list[_WordPiece], last: str, following: str) -> list[tuple[int, int]]:
    """The spans of pieces that are words. `last` and `following` are the words around the run."""
    count = len(pieces)
    if count == 1:
        return [(0, 1)]
    best: list[dict[int, _Way]] = [{} for _ in range(count + 1)]
    best[0][0] = (0, 1, 0)
    for end in range(1, count + 1):
        for start in range(max(0, end - _MOST_PIECES), end):
            word = pieces[start].word if end == start + 1 else _joined(pieces[start:end])
            if word is None:
                continue
            ways = []
            for before, (cost, many, _) in best[start].items():
                above = "".join(one.word for one in pieces[before:start]).lower() if start else last
                below = pieces[end].word.lower() if end < count else following
                ways.append((cost + _group_cost(pieces[start:end], word, above, below), many, before))
            if ways:
                best[end][start] = _cheapest(ways)
    cost, ways_in_all, start = _cheapest(
        [(cost, many, start) for start, (cost, many, _) in best[count].items()]
    )
    if ways_in_all > 1:
        return [(place, place + 1) for place in range(count)]
    groups, end = [], count
    while end:
        groups.append((start, end))
        end, start = start, best[end][start][2]
    return groups[::-1]


def _cheapest(ways: list[_Way]) -> _Way:
    cost = min(way[0] for way in ways)
    held = [way for way in ways if way[0] == cost]
    return cost, sum(way[1] for way in held), min(way[2] for way in held)


def _group_cost(pieces: list[_WordPiece], word: str, last: str, following: str) -> int:
    folded = word.lower()
    if len(pieces) > 1:
        # "200 m ở": a unit after its number is no broken word, unless what follows is none by itself.
        unit = last[-1:].isdigit() and pieces[0].word.islower() and pieces[1].word.lower() in _COMMON
        named = _NAMED_LETTER if len(pieces[0].word) == 1 and last in _NAMED_BY_LETTER else 0
        return (len(pieces) - 1) * _JOIN + _cost(folded) + named + (_BROKEN if unit else 0)
    if not word.isalpha():
        return 0
    piece = pieces[0]
    if len(word) == 1 and (
        last in _NAMED_BY_LETTER or piece.after.startswith(")") or (word.isupper() and piece.after)
    ):
        return 0
    if folded == "y" and not (last in _BEFORE_Y or following in _AFTER_Y):
        return _BARE_IN_USE
    if len(word) == 1 and word.isupper():
        return min(_CAPITAL, _cost(folded))
    return _cost(folded)
