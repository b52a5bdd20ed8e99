"""Sentences about reaching a Google spreadsheet: links, credentials, sharing, quotas, the network.

Nothing secret is among the details: a key is named by the place it was found in.
"""

from __future__ import annotations

from collections.abc import Mapping

ACCESS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "bad_location": "“{location}” is neither a link to a Google spreadsheet, nor its id, nor a path to an "
        ".xlsx file. Open the spreadsheet in a browser and copy its whole address, or name the file.",
        "bad_location_published": "“{location}” leads to a published copy of a spreadsheet, which can only be looked "
        "at. Open the spreadsheet itself and copy its address: it has /spreadsheets/d/ and a long id, without /e/.",
        "bad_location_form": "“{location}” leads to a form. In the form's tab Responses open the linked spreadsheet "
        "and copy the address of that.",
        "bad_location_document": "“{location}” leads to a document, not to a spreadsheet. Copy the address of the "
        "spreadsheet: it begins with https://docs.google.com/spreadsheets/d/.",
        "bad_location_folder": "“{location}” leads to a folder on Drive. Open the spreadsheet in it and copy its "
        "address: it begins with https://docs.google.com/spreadsheets/d/.",
        "bad_location_drive_file": "“{location}” leads to a file on Drive. Open the file; if it is a Google "
        "spreadsheet, copy its address, which begins with https://docs.google.com/spreadsheets/d/; if it is an Excel "
        "file, choose File > Save as Google Sheets first.",
        "bad_location_no_id": "“{location}” does not say which spreadsheet. Open the spreadsheet and copy its whole "
        "address: it begins with https://docs.google.com/spreadsheets/d/ followed by a long id.",
        "bad_service_address": "NPSHEETS_SHEETS_API is “{address}”: give it the form https://host (or "
        "http://127.0.0.1:8080 for a service on this machine; a token must not travel unencrypted any further).",
        "not_found_online": "Google knows no spreadsheet at {location}. Check that the link was copied whole; the "
        "spreadsheet may also have been deleted for good.",
        "office_file": "{location} is an Excel file kept on Google Drive, which the Sheets API cannot open. Open it "
        "there, choose File > Save as Google Sheets, and give the address of the new spreadsheet.",
        "no_credentials": "No Google credentials were found. Put the path of a service account's key file into "
        "GOOGLE_APPLICATION_CREDENTIALS, or the key's JSON into NPSHEETS_GOOGLE_CREDENTIALS.",
        "no_credentials_missing": "{where} names the key file “{path}”, but there is no such file. Correct the path, "
        "or put the key there.",
        "no_credentials_folder": "{where} names “{path}”, which is a folder. Name the key file in it.",
        "no_credentials_unreadable": "{where} names the key file “{path}”, but it may not be read. Give the user who "
        "runs npsheets the right to read it.",
        "no_credentials_unasked": "No Google credentials were found on this machine, and Prefect at {where}, which may "
        "keep them, does not answer. Start it, or name a key file in GOOGLE_APPLICATION_CREDENTIALS.",
        "bad_credentials": "Google does not accept the credentials: {detail}",
        "bad_credentials_not_json": "What stands in {where} is not the JSON of a key. Use the key file exactly as "
        "Google Cloud let you download it, from the first {{ to the last }}.",
        "bad_credentials_oauth_client": "{where} holds an OAuth client id, not a key of a service account. In Google "
        "Cloud open IAM & Admin > Service Accounts, choose the account, then Keys > Add key > JSON.",
        "bad_credentials_api_key": "{where} holds an API key, which cannot write. Make a service account in Google "
        "Cloud and use its JSON key.",
        "bad_credentials_no_private_key": "The key in {where} has no private_key in it. Download the service "
        "account's key as JSON once more: Keys > Add key > JSON.",
        "bad_credentials_damaged_key": "The private_key in {where} is damaged, most likely its line breaks were lost "
        "in copying. Use the key file as it was downloaded, or keep each \\n in its JSON.",
        "bad_credentials_incomplete": "The key in {where} lacks {detail}. Use the key file as it was downloaded.",
        "bad_credentials_unknown_type": "{where} holds JSON that is no Google credentials. Use a service account's "
        "key as it was downloaded: its “type” is “service_account”.",
        "bad_credentials_signature": "Google does not know this key any more: it was deleted or replaced. Make a new "
        "one (service account > Keys > Add key > JSON) and put it in the place of the old one.",
        "bad_credentials_account_gone": "Google does not know this service account: it was deleted or switched off. "
        "Enable it or make another in Google Cloud > IAM & Admin > Service Accounts, and share the spreadsheet "
        "with its address.",
        "bad_credentials_login_expired": "The Google login on this machine has expired. Run: gcloud auth "
        "application-default login --scopes=openid,https://www.googleapis.com/auth/cloud-platform,"
        "https://www.googleapis.com/auth/spreadsheets",
        "bad_credentials_token": "Google does not accept the token of these credentials. Make a new key (service "
        "account > Keys > Add key > JSON) and try again.",
        "wrong_clock": "Google refuses the key because this machine's clock is wrong: here it is {here}. Set the "
        "clock, or let it be set over the network.",
        "wrong_clock_late": "Google refuses the key because this machine's clock is {minutes} min slow: here it is "
        "{here}. Set the clock, or let it be set over the network.",
        "wrong_clock_early": "Google refuses the key because this machine's clock is {minutes} min fast: here it is "
        "{here}. Set the clock, or let it be set over the network.",
        "scope_missing": "These credentials were given no right to spreadsheets. For your own login run: gcloud auth "
        "application-default login --scopes=openid,https://www.googleapis.com/auth/cloud-platform,"
        "https://www.googleapis.com/auth/spreadsheets; or use the key of a service account.",
        "no_quota_project": "Your own Google login needs a project whose quota it may use. Run: gcloud auth "
        "application-default set-quota-project PROJECT; or use the key of a service account.",
        "no_quota_project_right": "These credentials may not use the quota of the project {project}. Ask for the "
        "role Service Usage Consumer in it, or use the key of a service account.",
        "no_access": "The spreadsheet {location} is not shared with this account. In the spreadsheet choose Share "
        "and add the account as an editor.",
        "no_access_for": "The spreadsheet {location} is not shared with {account}. In the spreadsheet choose Share "
        "and add that address as an editor.",
        "shared_read_only": "The spreadsheet {location} is shared with this account for reading only. In the "
        "spreadsheet choose Share and make the account an editor.",
        "shared_read_only_for": "The spreadsheet {location} is shared with {account} for reading only. In the "
        "spreadsheet choose Share and make that address an editor.",
        "api_disabled": "The Google Sheets API is switched off in the account's project. Open {link}, press Enable "
        "and wait a minute.",
        "api_disabled_in": "The Google Sheets API is switched off in the account's project, number {project}. Open "
        "{link}, press Enable and wait a minute.",
        "quota_exceeded": "Google allows no more calls just now. Run again in {seconds} s.",
        "quota_exceeded_reads_user": "This account has used up its reads of Google Sheets, {limit} a minute. They "
        "come back within {seconds} s: run again then. Something else must be using the same account.",
        "quota_exceeded_reads_project": "The account's project has used up its reads of Google Sheets, {limit} a "
        "minute for all its accounts. They come back within {seconds} s: run again then.",
        "quota_exceeded_writes_user": "This account has used up its writes to Google Sheets, {limit} a minute. They "
        "come back within {seconds} s: run again then. Something else must be using the same account.",
        "quota_exceeded_writes_project": "The account's project has used up its writes to Google Sheets, {limit} a "
        "minute for all its accounts. They come back within {seconds} s: run again then.",
        "quota_exceeded_shared": "Within {seconds} s no slot of the limit {limit} came free: too many runs share it. "
        "Run again later.",
        "unavailable": "The spreadsheet service is out of order just now. Run again later. {detail}",
        "no_connection": "The spreadsheet service could not be reached. Check the network and run again.",
        "no_connection_dns": "The name {host} could not be looked up: this machine has no internet, or no name "
        "server. Check the network and run again.",
        "no_connection_refused": "{host} refuses connections. If it is a service of your own, start it; otherwise a "
        "firewall may be in the way.",
        "no_connection_unreachable": "No way leads from this machine to {host}. Check the network and run again.",
        "no_connection_timeout": "{host} did not answer in time. Check the network and run again; a firewall may be "
        "in the way.",
        "no_connection_reset": "The connection to {host} broke off. Run again; if it stays so, a firewall may be in "
        "the way.",
        "proxy_refused": "The proxy of your network does not let npsheets through to {host}. Check HTTPS_PROXY, or "
        "ask whoever runs the proxy to allow it.",
        "proxy_refused_login": "The proxy of your network asks for a name and a password. Put them into HTTPS_PROXY: "
        "http://name:password@proxy:port.",
        "not_trusted": "The certificate of {host} is not trusted: your network opens encrypted connections, or "
        "certificates are missing here. Put the path of your firm's certificate file into REQUESTS_CA_BUNDLE.",
        "not_trusted_now": "The certificate of {host} is out of its dates. Most likely this machine's clock is "
        "wrong: here it is {here}. Set the clock and run again.",
        "intercepted": "The answer (status {status}) is not Google's but some page in between: of a proxy, or of a "
        "network that wants a login. Open https://sheets.googleapis.com in a browser to see it.",
    },
    "ru": {
        "bad_location": "«{location}» — не ссылка на таблицу Google, не её идентификатор и не путь к файлу .xlsx. "
        "Откройте таблицу в браузере и скопируйте её адрес целиком или укажите файл.",
        "bad_location_published": "«{location}» ведёт на опубликованную копию таблицы: её можно только смотреть. "
        "Откройте саму таблицу и скопируйте её адрес: в нём /spreadsheets/d/ и длинный идентификатор, без /e/.",
        "bad_location_form": "«{location}» ведёт на форму. Откройте в форме вкладку «Ответы», оттуда — связанную "
        "таблицу, и скопируйте её адрес.",
        "bad_location_document": "«{location}» ведёт на документ, а не на таблицу. Скопируйте адрес таблицы: он "
        "начинается с https://docs.google.com/spreadsheets/d/.",
        "bad_location_folder": "«{location}» ведёт в папку на Диске. Откройте в ней таблицу и скопируйте её адрес: "
        "он начинается с https://docs.google.com/spreadsheets/d/.",
        "bad_location_drive_file": "«{location}» ведёт на файл на Диске. Откройте его: если это таблица Google, "
        "скопируйте её адрес, он начинается с https://docs.google.com/spreadsheets/d/; если это файл Excel, сначала "
        "выберите «Файл» > «Сохранить как таблицу Google».",
        "bad_location_no_id": "Из «{location}» не понять, какая это таблица. Откройте её и скопируйте адрес целиком: "
        "он начинается с https://docs.google.com/spreadsheets/d/, дальше идёт длинный идентификатор.",
        "bad_service_address": "В NPSHEETS_SHEETS_API стоит «{address}»: нужен адрес вида https://host (или "
        "http://127.0.0.1:8080 для службы на этой машине; дальше токен нельзя посылать без шифрования).",
        "not_found_online": "Google не знает таблицы {location}. Проверьте, целиком ли скопирована ссылка; возможно, "
        "таблицу удалили насовсем.",
        "office_file": "{location} — файл Excel на Google Диске, Sheets API такие не открывает. Откройте его там, "
        "выберите «Файл» > «Сохранить как таблицу Google» и укажите адрес новой таблицы.",
        "no_credentials": "Не найден ключ для входа в Google. Укажите путь к файлу ключа сервисного аккаунта в "
        "GOOGLE_APPLICATION_CREDENTIALS или сам JSON ключа в NPSHEETS_GOOGLE_CREDENTIALS.",
        "no_credentials_missing": "В {where} указан файл ключа «{path}», но такого файла нет. Исправьте путь или "
        "положите ключ туда.",
        "no_credentials_folder": "В {where} указана папка «{path}». Укажите файл ключа в ней.",
        "no_credentials_unreadable": "В {where} указан файл ключа «{path}», но прочесть его нельзя. Дайте право на "
        "чтение пользователю, от имени которого работает npsheets.",
        "no_credentials_unasked": "На этой машине ключа для входа в Google нет, а Prefect по адресу {where}, где он "
        "может лежать, не отвечает. Запустите его или укажите файл ключа в GOOGLE_APPLICATION_CREDENTIALS.",
        "bad_credentials": "Google не принимает ключ: {detail}",
        "bad_credentials_not_json": "То, что лежит в {where}, — не JSON ключа. Возьмите файл ключа ровно таким, "
        "каким его отдал Google Cloud, от первой {{ до последней }}.",
        "bad_credentials_oauth_client": "В {where} лежит идентификатор клиента OAuth, а не ключ сервисного аккаунта. "
        "В Google Cloud откройте IAM и администрирование > Сервисные аккаунты, выберите аккаунт, затем "
        "Ключи > Добавить ключ > JSON.",
        "bad_credentials_api_key": "В {where} лежит ключ API: писать с ним нельзя. Создайте в Google Cloud "
        "сервисный аккаунт и возьмите его ключ в JSON.",
        "bad_credentials_no_private_key": "В ключе из {where} нет private_key. Скачайте ключ сервисного аккаунта в "
        "JSON ещё раз: Ключи > Добавить ключ > JSON.",
        "bad_credentials_damaged_key": "private_key в {where} повреждён: скорее всего, при копировании пропали "
        "переносы строк. Возьмите файл ключа таким, каким он скачан, или сохраните в его JSON каждое \\n.",
        "bad_credentials_incomplete": "В ключе из {where} не хватает: {detail}. Возьмите файл ключа таким, каким он "
        "скачан.",
        "bad_credentials_unknown_type": "В {where} лежит JSON, но не ключ Google. Возьмите скачанный ключ сервисного "
        "аккаунта: в нём “type” — “service_account”.",
        "bad_credentials_signature": "Google больше не знает этого ключа: его удалили или заменили. Создайте новый "
        "(сервисный аккаунт > Ключи > Добавить ключ > JSON) и положите на место старого.",
        "bad_credentials_account_gone": "Google не знает этого сервисного аккаунта: его удалили или отключили. "
        "Включите его или создайте другой (Google Cloud > IAM и администрирование > Сервисные аккаунты) и откройте "
        "таблицу для его адреса.",
        "bad_credentials_login_expired": "Срок входа в Google на этой машине истёк. Выполните: gcloud auth "
        "application-default login --scopes=openid,https://www.googleapis.com/auth/cloud-platform,"
        "https://www.googleapis.com/auth/spreadsheets",
        "bad_credentials_token": "Google не принимает токен, полученный с этим ключом. Создайте новый ключ "
        "(сервисный аккаунт > Ключи > Добавить ключ > JSON) и попробуйте снова.",
        "wrong_clock": "Google не принимает ключ: на этой машине неверно идут часы, сейчас на них {here}. "
        "Переведите часы или включите их настройку по сети.",
        "wrong_clock_late": "Google не принимает ключ: часы на этой машине отстают на {minutes} мин, сейчас на них "
        "{here}. Переведите часы или включите их настройку по сети.",
        "wrong_clock_early": "Google не принимает ключ: часы на этой машине спешат на {minutes} мин, сейчас на них "
        "{here}. Переведите часы или включите их настройку по сети.",
        "scope_missing": "У этих учётных данных нет права на таблицы. Для своего входа выполните: gcloud auth "
        "application-default login --scopes=openid,https://www.googleapis.com/auth/cloud-platform,"
        "https://www.googleapis.com/auth/spreadsheets; или возьмите ключ сервисного аккаунта.",
        "no_quota_project": "Вашему личному входу в Google нужен проект, квоту которого он расходует. Выполните: "
        "gcloud auth application-default set-quota-project ПРОЕКТ; или возьмите ключ сервисного аккаунта.",
        "no_quota_project_right": "Этим учётным данным нельзя расходовать квоту проекта {project}. Попросите в нём "
        "роль Service Usage Consumer или возьмите ключ сервисного аккаунта.",
        "no_access": "Таблица {location} не открыта этому аккаунту. В таблице нажмите «Настройки доступа» и "
        "добавьте аккаунт редактором.",
        "no_access_for": "Таблица {location} не открыта для {account}. В таблице нажмите «Настройки доступа» и "
        "добавьте этот адрес редактором.",
        "shared_read_only": "Таблица {location} открыта этому аккаунту только для чтения. В таблице нажмите "
        "«Настройки доступа» и сделайте аккаунт редактором.",
        "shared_read_only_for": "Таблица {location} открыта для {account} только для чтения. В таблице нажмите "
        "«Настройки доступа» и сделайте этот адрес редактором.",
        "api_disabled": "В проекте аккаунта выключен Google Sheets API. Откройте {link}, нажмите «Включить» и "
        "подождите минуту.",
        "api_disabled_in": "В проекте аккаунта (номер {project}) выключен Google Sheets API. Откройте {link}, "
        "нажмите «Включить» и подождите минуту.",
        "quota_exceeded": "Google пока не принимает новых вызовов. Запустите снова через {seconds} с.",
        "quota_exceeded_reads_user": "Этот аккаунт исчерпал чтения Google Таблиц: {limit} в минуту. Они вернутся "
        "за {seconds} с, тогда запустите снова. Похоже, тем же аккаунтом пользуется что-то ещё.",
        "quota_exceeded_reads_project": "Проект аккаунта исчерпал чтения Google Таблиц: {limit} в минуту на все "
        "его аккаунты. Они вернутся за {seconds} с, тогда запустите снова.",
        "quota_exceeded_writes_user": "Этот аккаунт исчерпал записи в Google Таблицы: {limit} в минуту. Они "
        "вернутся за {seconds} с, тогда запустите снова. Похоже, тем же аккаунтом пользуется что-то ещё.",
        "quota_exceeded_writes_project": "Проект аккаунта исчерпал записи в Google Таблицы: {limit} в минуту на "
        "все его аккаунты. Они вернутся за {seconds} с, тогда запустите снова.",
        "quota_exceeded_shared": "За {seconds} с не освободилось место в ограничении {limit}: его делит слишком много "
        "запусков. Запустите снова позже.",
        "unavailable": "Служба таблиц сейчас не работает. Запустите снова позже. {detail}",
        "no_connection": "Не удалось связаться со службой таблиц. Проверьте сеть и запустите снова.",
        "no_connection_dns": "Не удалось найти адрес {host}: на этой машине нет интернета или сервера имён. "
        "Проверьте сеть и запустите снова.",
        "no_connection_refused": "{host} не принимает соединений. Если это ваша служба, запустите её; иначе, может "
        "быть, мешает сетевой экран.",
        "no_connection_unreachable": "С этой машины нет пути к {host}. Проверьте сеть и запустите снова.",
        "no_connection_timeout": "{host} не ответил вовремя. Проверьте сеть и запустите снова; может быть, мешает "
        "сетевой экран.",
        "no_connection_reset": "Соединение с {host} оборвалось. Запустите снова; если повторится, может быть, "
        "мешает сетевой экран.",
        "proxy_refused": "Прокси вашей сети не пускает npsheets к {host}. Проверьте HTTPS_PROXY или попросите "
        "администратора разрешить этот адрес.",
        "proxy_refused_login": "Прокси вашей сети требует имя и пароль. Укажите их в HTTPS_PROXY: "
        "http://имя:пароль@прокси:порт.",
        "not_trusted": "Сертификату {host} нет доверия: ваша сеть вскрывает зашифрованные соединения, или на этой "
        "машине не хватает сертификатов. Укажите путь к файлу сертификатов фирмы в REQUESTS_CA_BUNDLE.",
        "not_trusted_now": "Срок сертификата {host} не подходит. Скорее всего, на этой машине неверно идут часы: "
        "сейчас на них {here}. Переведите часы и запустите снова.",
        "intercepted": "Ответил (код {status}) не Google, а какая-то страница по пути: прокси или сети, где нужно "
        "войти. Откройте https://sheets.googleapis.com в браузере, чтобы её увидеть.",
    },
}
