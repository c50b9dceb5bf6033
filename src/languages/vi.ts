/** The Vietnamese texts, by the English sentence. Codes, statuses, ids and names of fields are never translated. */
export const vietnamese: Readonly<Record<string, string>> = {
  // organisations
  "The station belongs to another organisation": "Trạm thuộc về một tổ chức khác",
  "Only an admin, or an operator without an organisation, can move a station to another organisation":
    "Chỉ quản trị viên, hoặc người vận hành không thuộc tổ chức nào, mới được chuyển trạm sang tổ chức khác",
  "Only the owner of a vehicle, or an operator without an organisation, can change it":
    "Chỉ chủ xe, hoặc người vận hành không thuộc tổ chức nào, mới được thay đổi xe",
  "must belong to the same organisation as the reservation's other slots; reserve it separately":
    "phải cùng tổ chức với các chỗ sạc khác của lượt đặt; hãy đặt riêng",
  "Vehicle {{0}} is already charging elsewhere. Its driver must stop that session first.":
    "Xe {{0}} đang sạc ở nơi khác. Tài xế phải dừng phiên đó trước.",
  "The token's claims are malformed: org must be the name of an organisation":
    "Các claim của token không đúng dạng: org phải là tên của một tổ chức",

  // slots
  "Slot {{0}} is not available (current status: {{1}}). Only available slots can be booked.":
    "Chỗ sạc {{0}} không còn trống (trạng thái hiện tại: {{1}}). Chỉ có thể đặt chỗ còn trống.",
  "Slot is booked and not available for charging": "Chỗ sạc đã được đặt, không thể sạc",
  "Slot is booked and not available for charging: a reservation holds it from {{0}}, and a walk-in needs at least {{1}} seconds before that. Choose another slot.":
    "Chỗ sạc đã được đặt, không thể sạc: một lượt đặt giữ chỗ từ {{0}}, và sạc không đặt trước cần ít nhất {{1}} giây trước đó. Hãy chọn chỗ khác.",
  "Slot is already in use": "Chỗ sạc đang được sử dụng",
  "Slot is inactive": "Chỗ sạc đang ngừng hoạt động",
  "Slot {{0}} is held or booked by reservations. Pass moveReservations: true to move them to other slots of the station, or cancelReservations: true to cancel them.":
    "Chỗ sạc {{0}} đang được giữ hoặc đã được đặt. Gửi moveReservations: true để chuyển các lượt đặt sang chỗ khác của trạm, hoặc cancelReservations: true để hủy chúng.",
  "Nothing was changed: the station has no free equivalent slot for {{0}}. Reschedule or cancel them first, or pass cancelReservations: true.":
    "Không có gì thay đổi: trạm không còn chỗ sạc tương đương cho {{0}}. Hãy đổi giờ hoặc hủy chúng trước, hoặc gửi cancelReservations: true.",
  "must not be true together with cancelReservations: choose one":
    "không được là true cùng với cancelReservations: hãy chọn một",
  "Slot {{0}} cannot be deactivated while it is {{1}}; it must be {{2}}.":
    "Không thể ngừng chỗ sạc {{0}} khi đang ở trạng thái {{1}}; trạng thái phải là {{2}}.",
  "Slot {{0}} cannot be removed while it is {{1}}; it must be {{2}}.":
    "Không thể xóa chỗ sạc {{0}} khi đang ở trạng thái {{1}}; trạng thái phải là {{2}}.",
  "Station {{0}} cannot be removed while it has ports; remove {{1}} first.":
    "Không thể xóa trạm {{0}} khi còn cổng; hãy xóa {{1}} trước.",
  "Port {{0}} cannot be removed while it has slots; remove {{1}} first.":
    "Không thể xóa cổng {{0}} khi còn chỗ sạc; hãy xóa {{1}} trước.",
  "Slot {{0}} cannot be activated while it is {{1}}; it must be {{2}}.":
    "Không thể kích hoạt chỗ sạc {{0}} khi đang ở trạng thái {{1}}; trạng thái phải là {{2}}.",
  "The slot was taken out of service": "Chỗ sạc đã ngừng phục vụ",
  "The slot is changing hands; try again": "Chỗ sạc đang được chuyển lượt; hãy thử lại",

  // reservations
  "The reserved time has passed": "Đã qua thời gian giữ chỗ",
  "Cannot confirm reservation {{0}} while it is {{1}}: it must be {{2}}.":
    "Không thể xác nhận lượt đặt {{0}} khi đang ở trạng thái {{1}}: trạng thái phải là {{2}}.",
  "Cannot accept the turn of reservation {{0}} while it is {{1}}: it must be {{2}}.":
    "Không thể nhận lượt của lượt đặt {{0}} khi đang ở trạng thái {{1}}: trạng thái phải là {{2}}.",
  "Cannot cancel reservation {{0}} while it is {{1}}: it must be {{2}}.":
    "Không thể hủy lượt đặt {{0}} khi đang ở trạng thái {{1}}: trạng thái phải là {{2}}.",
  "Cannot complete reservation {{0}} while it is {{1}}: it must be {{2}}.":
    "Không thể hoàn tất lượt đặt {{0}} khi đang ở trạng thái {{1}}: trạng thái phải là {{2}}.",
  "Cannot start charging with reservation {{0}} while it is {{1}}: it must be {{2}}.":
    "Không thể bắt đầu sạc bằng lượt đặt {{0}} khi đang ở trạng thái {{1}}: trạng thái phải là {{2}}.",
  "Cannot reschedule reservation {{0}} while it is {{1}}: it must be {{2}}.":
    "Không thể đổi giờ lượt đặt {{0}} khi đang ở trạng thái {{1}}: trạng thái phải là {{2}}.",
  "Slot {{0}} is taken from {{1}} to {{2}}. Choose another time: the availability query lists free windows.":
    "Chỗ sạc {{0}} đã được đặt từ {{1}} đến {{2}}. Hãy chọn thời gian khác: truy vấn availability liệt kê các khung giờ còn trống.",
  "Reservation {{0}} no longer holds slot {{1}} because its window there has ended; charge without the reservation.":
    "Lượt đặt {{0}} không còn giữ chỗ sạc {{1}} vì khung giờ ở đó đã qua; hãy sạc không dùng lượt đặt.",
  "Reservation {{0}} does not hold slot {{1}} until {{2}}; wait, or charge without the reservation.":
    "Lượt đặt {{0}} chỉ giữ chỗ sạc {{1}} từ {{2}}; hãy chờ, hoặc sạc không dùng lượt đặt.",
  "The bookingMode of station {{0}} can be changed once its {{1}} open reservations have ended; cancel or complete them first.":
    "Chỉ có thể đổi bookingMode của trạm {{0}} khi {{1}} lượt đặt còn mở đã kết thúc; hãy hủy hoặc hoàn tất chúng trước.",
  "Cannot hide reservation {{0}} while it is {{1}}: it must be {{2}}.":
    "Không thể ẩn lượt đặt {{0}} khi đang ở trạng thái {{1}}: trạng thái phải là {{2}}.",
  "Cannot hide reservation {{0}}: it is already hidden.": "Không thể ẩn lượt đặt {{0}}: lượt đặt đã được ẩn.",
  "Cannot restore reservation {{0}}: it is not hidden.":
    "Không thể khôi phục lượt đặt {{0}}: lượt đặt không bị ẩn.",
  "Reservation {{0}} is hidden from the dashboard.": "Lượt đặt {{0}} đã được ẩn khỏi bảng điều khiển.",
  "The driver is already on the waitlist for slot {{0}}; cancel that reservation first.":
    "Tài xế đã ở trong hàng chờ của chỗ sạc {{0}}; hãy hủy lượt chờ đó trước.",
  "This idempotencyKey was already used with different input; send a new key with a new request":
    "idempotencyKey này đã được dùng với dữ liệu khác; hãy gửi khóa mới cho yêu cầu mới",

  // sessions and vehicles
  "Cannot report progress of charging session {{0}} while it is {{1}}; it must be {{2}}.":
    "Không thể báo tiến độ của phiên sạc {{0}} khi đang ở trạng thái {{1}}; trạng thái phải là {{2}}.",
  "Cannot stop charging session {{0}} while it is {{1}}; it must be {{2}}.":
    "Không thể dừng phiên sạc {{0}} khi đang ở trạng thái {{1}}; trạng thái phải là {{2}}.",
  "Vehicle {{0}} is already charging in session {{1}}. Stop that session first.":
    "Xe {{0}} đang sạc trong phiên {{1}}. Hãy dừng phiên đó trước.",
  "Chargers cannot read the vehicle of a session; leave the field out":
    "Trụ sạc không được đọc xe của phiên sạc; hãy bỏ trường này",
  "Vehicle {{0}} cannot be removed while {{1}} is open; cancel, complete or stop it first.":
    "Không thể xóa xe {{0}} khi {{1}} còn mở; hãy hủy, hoàn tất hoặc dừng trước.",

  // what is not found, and what is not allowed
  "User {{0}} was not found": "Không tìm thấy người dùng {{0}}",
  "Reservation {{0}} was not found": "Không tìm thấy lượt đặt {{0}}",
  "Slot {{0}} was not found": "Không tìm thấy chỗ sạc {{0}}",
  "Port {{0}} was not found": "Không tìm thấy cổng {{0}}",
  "Station {{0}} was not found": "Không tìm thấy trạm {{0}}",
  "Vehicle {{0}} was not found": "Không tìm thấy xe {{0}}",
  "Charging session {{0}} was not found": "Không tìm thấy phiên sạc {{0}}",
  "Webhook {{0}} was not found": "Không tìm thấy webhook {{0}}",
  "Delivery {{0}} was not found": "Không tìm thấy lần gửi {{0}}",
  "Sign in first: send a bearer token in the Authorization header, or over WebSocket in connectionParams.authorization":
    "Hãy đăng nhập trước: gửi bearer token trong header Authorization, qua WebSocket thì trong connectionParams.authorization",
  "Authorization must be: Bearer <token>": "Authorization phải có dạng: Bearer <token>",
  "The token has expired: get a new one": "Token đã hết hạn: hãy lấy token mới",
  "The token is not valid: get a new one": "Token không hợp lệ: hãy lấy token mới",
  "The token's claims are malformed: sub must be text, and roles a list of names":
    "Các claim của token không đúng dạng: sub phải là văn bản, roles phải là danh sách tên",
  "{{0}} needs one of the roles {{1}}": "{{0}} cần một trong các vai trò {{1}}",

  // requests as a whole
  "For subscriptions, use a WebSocket (graphql-transport-ws) at this address, or server-sent events from /graphql/stream":
    "Với subscription, hãy dùng WebSocket (graphql-transport-ws) tại địa chỉ này, hoặc server-sent events từ /graphql/stream",
  "The token has expired: connect again with a new one": "Token đã hết hạn: hãy kết nối lại với token mới",
  "The request body is not valid JSON": "Nội dung yêu cầu không phải JSON hợp lệ",
  "The request body must have at most {{0}} bytes": "Nội dung yêu cầu không được quá {{0}} byte",
  "The database cannot serve this request right now; try again shortly":
    "Cơ sở dữ liệu hiện không phục vụ được yêu cầu này; hãy thử lại sau giây lát",
  "Something went wrong on the server; if it keeps happening, report the requestId":
    "Máy chủ gặp sự cố; nếu lỗi lặp lại, hãy báo requestId",

  // limits
  "Batches of operations are not supported: send each operation in its own request":
    "Không hỗ trợ gửi gộp nhiều thao tác: hãy gửi mỗi thao tác bằng một yêu cầu riêng",
  "The URL must have at most {{0}} bytes: send the operation by POST":
    "URL không được quá {{0}} byte: hãy gửi thao tác bằng POST",
  "The request body must not be compressed": "Nội dung yêu cầu không được nén",
  "The request ended before its body was complete": "Yêu cầu kết thúc trước khi gửi hết nội dung",
  "The id of an operation must have at most {{0}} characters": "id của thao tác không được quá {{0}} ký tự",
  "Pages from {{0}} cannot use this server: to allow them, add it to ALLOWED_ORIGINS":
    "Các trang từ {{0}} không được dùng máy chủ này: để cho phép, hãy thêm vào ALLOWED_ORIGINS",
  "This server executes only trusted documents: send the id of one":
    "Máy chủ này chỉ thực thi các tài liệu tin cậy: hãy gửi id của một tài liệu",
  "The sha256 hash does not match the document": "Mã băm sha256 không khớp với tài liệu",
  PersistedQueryNotFound: "PersistedQueryNotFound",
  "A persistedQuery must have version 1 and a sha256Hash": "persistedQuery phải có version 1 và sha256Hash",
  "The headers are too large": "Các header quá lớn",
  "The request did not arrive in time": "Yêu cầu không đến kịp thời gian cho phép",
  "This is not an HTTP request": "Đây không phải là yêu cầu HTTP",
  "At most {{0}} operations may run at once on a connection: complete one, or open another connection":
    "Mỗi kết nối chỉ được chạy cùng lúc tối đa {{0}} thao tác: hãy kết thúc một thao tác, hoặc mở kết nối khác",
  "Rate limit of {{0}} points a minute exceeded: try again in {{1}} seconds":
    "Đã vượt giới hạn {{0}} điểm mỗi phút: hãy thử lại sau {{1}} giây",
  "At most {{0}} connections may be open at once: close one, or send more operations over each":
    "Chỉ được mở cùng lúc tối đa {{0}} kết nối: hãy đóng bớt, hoặc gửi nhiều thao tác hơn trên mỗi kết nối",
  "The operation did not finish within {{0}} seconds and was stopped: ask for less, or try again":
    "Thao tác không xong trong {{0}} giây và đã bị dừng: hãy yêu cầu ít hơn, hoặc thử lại",
  "The document has {{0}} characters, and at most {{1}} are allowed: remove comments and spaces, or split it into several":
    "Tài liệu có {{0}} ký tự, tối đa là {{1}}: hãy bỏ bớt chú thích và khoảng trắng, hoặc chia thành nhiều tài liệu",
  "A document can have at most {{0}} tokens: split it into several":
    "Một tài liệu chỉ được có tối đa {{0}} token: hãy chia thành nhiều tài liệu",
  "The operation is {{0}} levels deep, and at most {{1}} are allowed: ask for fewer levels":
    "Thao tác sâu {{0}} tầng, tối đa là {{1}}: hãy yêu cầu ít tầng hơn",
  "The operation has {{0}} aliases, and at most {{1}} are allowed: split it into several":
    "Thao tác có {{0}} bí danh, tối đa là {{1}}: hãy chia thành nhiều thao tác",
  "The operation has {{0}} directives, and at most {{1}} are allowed: split it into several":
    "Thao tác có {{0}} chỉ thị, tối đa là {{1}}: hãy chia thành nhiều thao tác",
  "The operation has {{0}} root fields, and at most {{1}} are allowed: split it into several":
    "Thao tác có {{0}} trường gốc, tối đa là {{1}}: hãy chia thành nhiều thao tác",
  "The operation costs {{0}} points, and at most {{1}} are allowed: ask for smaller pages or fewer levels":
    "Thao tác tốn {{0}} điểm, tối đa là {{1}}: hãy lấy trang nhỏ hơn hoặc ít tầng hơn",

  // authentication
  "Demo users cannot sign in here: they need a server with demo data, outside production":
    "Không thể đăng nhập bằng người dùng mẫu ở đây: cần máy chủ có dữ liệu mẫu, ngoài môi trường production",
  "This user is disabled: contact an administrator": "Người dùng này đã bị khóa: hãy liên hệ quản trị viên",
  "The keys to verify tokens cannot be fetched right now; try again shortly":
    "Hiện không tải được khóa dùng để kiểm tra token; hãy thử lại sau giây lát",
  "Responses are not being read: connect again, and read them":
    "Các phản hồi không được đọc: hãy kết nối lại và đọc chúng",
  "Your permissions have changed: connect again": "Quyền của bạn đã thay đổi: hãy kết nối lại",
  "User {{0}} is already disabled.": "Người dùng {{0}} đã bị khóa.",
  "User {{0}} is not disabled.": "Người dùng {{0}} không bị khóa.",
  "The role {{0}} of user {{1}} is already revoked.": "Vai trò {{0}} của người dùng {{1}} đã bị thu hồi.",
  "The role {{0}} of user {{1}} is not revoked.": "Vai trò {{0}} của người dùng {{1}} chưa bị thu hồi.",
  "must not be your own user: ask another administrator":
    "không được là chính bạn: hãy nhờ quản trị viên khác",

  // fields
  "must be the id of a {{0}}, such as {{1}}": "phải là id của {{0}}, ví dụ {{1}}",
  "must be an id that begins with one of {{0}}": "phải là id bắt đầu bằng {{0}}",
  "must be a cursor that this list returned": "phải là con trỏ do danh sách này trả về",
  "must be a cursor of the list around the same point": "phải là con trỏ của danh sách quanh cùng một điểm",
  "needs orderBy: {{0}}": "cần orderBy: {{0}}",
  "must be from 1 to {{0}}": "phải từ 1 đến {{0}}",
  "must be 1 to {{0}} characters, not blank and without NUL":
    "phải có từ 1 đến {{0}} ký tự, không để trống và không có NUL",
  "must be at least {{0}} and at most {{1}}": "phải từ {{0}} đến {{1}}",
  "must be more than {{0}} and at most {{1}}": "phải lớn hơn {{0}} và không quá {{1}}",
  "must have at most {{0}} items": "không được quá {{0}} mục",
  "must have at least {{0}} item": "phải có ít nhất {{0}} mục",
  "must not be null; leave it out to keep the current value":
    "không được là null; hãy bỏ qua để giữ giá trị hiện tại",
  "must be given together with endAt at a CALENDAR station": "phải được gửi cùng endAt tại trạm CALENDAR",
  "must be false: a CALENDAR station has no waitlist; book a free window":
    "phải là false: trạm CALENDAR không có hàng chờ; hãy đặt khung giờ còn trống",
  'must be at most {{0}} days after "from"': 'phải sau "from" không quá {{0}} ngày',
  "matches more than {{0}} slots: narrow it to a station, a port or some slots":
    "khớp với hơn {{0}} chỗ sạc: hãy thu hẹp theo trạm, cổng hoặc một số chỗ sạc",
  "must be given together with the other coordinate": "phải được gửi cùng tọa độ còn lại",
  "must be greater than initialPercent": "phải lớn hơn initialPercent",
  "is already the slot of another item": "đã là chỗ sạc của mục khác",
  "must have exactly one item: each waitlist is for a single slot":
    "phải có đúng một mục: mỗi hàng chờ chỉ dành cho một chỗ sạc",
  "must be given together with endAt": "phải được gửi cùng endAt",
  "must be given together with startAt": "phải được gửi cùng startAt",
  "must be later than startAt": "phải sau startAt",
  "must be in the future": "phải ở tương lai",
  "must be before {{0}}": "phải trước {{0}}",
  "must be no later than {{0}}, which is as far ahead as drivers can reserve":
    "không được muộn hơn {{0}}: tài xế chỉ được đặt trước đến lúc đó",
  "You have reached the limit of {{0}} reservations that are open or still hold a slot: cancel, complete or hide one first.":
    "Bạn đã đạt mức tối đa {{0}} lượt đặt còn mở hoặc còn giữ chỗ sạc: hãy hủy, hoàn tất hoặc ẩn một lượt trước.",
  "must be a slot of reservation {{0}}": "phải là chỗ sạc của lượt đặt {{0}}",
  "must be between the years 0001 and 9999 in UTC": "phải thuộc các năm từ 0001 đến 9999 theo UTC",
  "must be after `from`": "phải sau `from`",
  "asks for {{0}} buckets of one {{1}}, and at most {{2}} are allowed: use a shorter range or a larger bucket":
    "yêu cầu {{0}} khoảng {{1}}, tối đa là {{2}}: hãy chọn thời gian ngắn hơn hoặc khoảng rộng hơn",
  "must contain at least one of {{0}}": "phải có ít nhất một trong {{0}}",
  "must have at most {{0}} characters": "không được quá {{0}} ký tự",
  "must be a URL that begins with {{0}}": "phải là URL bắt đầu bằng {{0}}",
  "must not contain a user name or password; receivers can check the signature instead":
    "không được chứa tên người dùng hay mật khẩu; bên nhận có thể kiểm tra chữ ký",
  "must not be a private, loopback, link-local or other special address":
    "không được là địa chỉ riêng, loopback, link-local hay địa chỉ đặc biệt khác",
  "Webhook {{0}} is not active; activate it with updateWebhook first":
    "Webhook {{0}} chưa hoạt động; hãy kích hoạt bằng updateWebhook trước",
  "must be the vehicle of reservation {{0}}": "phải là xe của lượt đặt {{0}}",

  // the live feed
  "Reading too slowly: subscribe again with the last cursor":
    "Đọc quá chậm: hãy đăng ký lại với cursor cuối cùng",
  "Events were lost: subscribe again with a snapshot": "Đã mất một số sự kiện: hãy đăng ký lại với snapshot",
  "This cursor is unknown or no longer kept; subscribe without it (to slots, with snapshot: true)":
    "Cursor này không có ở đây hoặc không còn được lưu; hãy đăng ký lại không kèm cursor (với chỗ sạc, kèm snapshot: true)",
  "Events are not being published right now; try again shortly":
    "Hiện chưa phát được sự kiện; hãy thử lại sau giây lát",
  "The feed was interrupted: subscribe again with the last cursor":
    "Luồng sự kiện bị gián đoạn: hãy đăng ký lại với cursor cuối cùng",
  "A request must have a query as text, and variables and an operationName where needed":
    "Yêu cầu phải có query là văn bản, và variables cùng operationName khi cần",
  "Use {{0}} for event streams": "Hãy dùng {{0}} cho luồng sự kiện",
  "Mutations must use POST": "Mutation phải dùng POST",

  // addresses that do not exist
  "There is no page at this address": "Không có trang nào ở địa chỉ này",
  "The dashboard": "Bảng điều khiển",
  "The playground": "Trang thử nghiệm GraphQL",

  // GraphQL over HTTP
  "Use {{0}} for GraphQL": "Hãy dùng {{0}} cho GraphQL",
  "Responses come as {{0}}: name one of them in Accept. For subscriptions, use a WebSocket (graphql-transport-ws) at this address, or server-sent events from /graphql/stream":
    "Phản hồi có dạng {{0}}: hãy nêu một trong số đó trong Accept. Với subscription, hãy dùng WebSocket (graphql-transport-ws) tại địa chỉ này, hoặc server-sent events từ /graphql/stream",
  "Content-Type must be application/json, in UTF-8": "Content-Type phải là application/json, mã hóa UTF-8",
  "A GET request needs the header graphql-require-preflight, so that pages from other origins cannot send it; or use POST":
    "Yêu cầu GET cần có header graphql-require-preflight để các trang từ nguồn khác không gửi được; hoặc hãy dùng POST",
  "The request body is not valid UTF-8": "Nội dung yêu cầu không phải UTF-8 hợp lệ",
};
