<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name>AboutPage</name>
    <message>
        <source>Chatloom {version}</source>
        <translation>Chatloom {version}</translation>
    </message>
    <message>
        <source>Your conversations are kept in</source>
        <translation>Ваши разговоры хранятся в папке</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} с</translation>
    </message>
    <message>
        <source>about {amount}</source>
        <translation>около {amount}</translation>
    </message>
    <message>
        <source>more than {amount}</source>
        <translation>больше {amount}</translation>
    </message>
    <message>
        <source>price not known</source>
        <translation>цена неизвестна</translation>
    </message>
</context>
<context>
    <name>AnswerColumn</name>
    <message>
        <source>Stop this answer</source>
        <translation>Остановить этот ответ</translation>
    </message>
    <message>
        <source>Go on with this one</source>
        <translation>Продолжить с этим</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Попробовать снова</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>ожидание</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>пишет</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>остановлен</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>не удался</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>прерван</translation>
    </message>
</context>
<context>
    <name>AnswerColumns</name>
    <message>
        <source>Choose the one to go on with. The others stay.</source>
        <translation>Выберите, с каким ответом продолжить. Остальные сохранятся.</translation>
    </message>
    <message>
        <source>Leave it open</source>
        <translation>Оставить без выбора</translation>
    </message>
    <message>
        <source>All answers stay as versions of each other</source>
        <translation>Все ответы останутся версиями друг друга</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Ответы</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) side by side</source>
        <translation>
            <numerusform>%n ответ рядом</numerusform>
            <numerusform>%n ответа рядом</numerusform>
            <numerusform>%n ответов рядом</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source>As the system has it</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Another language is used from the next start on.</source>
        <translation>Другой язык будет действовать со следующего запуска.</translation>
    </message>
</context>
<context>
    <name>Arranging</name>
    <message>
        <source>{title} (copy)</source>
        <translation>{title} (копия)</translation>
    </message>
    <message>
        <source>Deleted “{title}”.</source>
        <translation>Чат «{title}» удалён.</translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n chat(s).</source>
        <translation>
            <numerusform>Удалён %n чат.</numerusform>
            <numerusform>Удалено %n чата.</numerusform>
            <numerusform>Удалено %n чатов.</numerusform>
        </translation>
    </message>
    <message>
        <source>Archived “{title}”.</source>
        <translation>Чат «{title}» убран в архив.</translation>
    </message>
    <message numerus="yes">
        <source>Archived %n chat(s).</source>
        <translation>
            <numerusform>Убран в архив %n чат.</numerusform>
            <numerusform>Убрано в архив %n чата.</numerusform>
            <numerusform>Убрано в архив %n чатов.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AskingSeveral</name>
    <message>
        <source>Choose an answer, or go on with the first</source>
        <translation>Выберите ответ или продолжайте с первым</translation>
    </message>
</context>
<context>
    <name>Assistants</name>
    <message>
        <source>General</source>
        <translation>Общий</translation>
    </message>
    <message>
        <source>Code helper</source>
        <translation>Помощник по коду</translation>
    </message>
    <message>
        <source>Translator</source>
        <translation>Переводчик</translation>
    </message>
    <message>
        <source>Picture describer</source>
        <translation>Описание картинок</translation>
    </message>
</context>
<context>
    <name>BackupWords</name>
    <message>
        <source>the copy of the day</source>
        <translation>копия за день</translation>
    </message>
    <message>
        <source>before an update</source>
        <translation>перед обновлением</translation>
    </message>
    <message>
        <source>before going back to a copy</source>
        <translation>перед возвратом к копии</translation>
    </message>
    <message>
        <source>made by you</source>
        <translation>сделана вами</translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s)</source>
        <translation>
            <numerusform>%n чат</numerusform>
            <numerusform>%n чата</numerusform>
            <numerusform>%n чатов</numerusform>
        </translation>
    </message>
    <message>
        <source>{chats} · {size}</source>
        <translation>{chats} · {size}</translation>
    </message>
</context>
<context>
    <name>BackupsSection</name>
    <message>
        <source>Copies</source>
        <translation>Копии</translation>
    </message>
    <message>
        <source>All chats are copied once a day, before every update and before you go back to a copy. The newest few of each kind are kept in this folder:</source>
        <translation>Все чаты копируются раз в день, перед каждым обновлением и перед возвратом к копии. Несколько новейших копий каждого вида хранятся в этой папке:</translation>
    </message>
    <message>
        <source>There is no copy yet.</source>
        <translation>Копий пока нет.</translation>
    </message>
    <message>
        <source>Make one now</source>
        <translation>Сделать копию</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>Восстановить…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Показать в папке</translation>
    </message>
    <message>
        <source>{when} · {why}</source>
        <translation>{when} · {why}</translation>
    </message>
    <message numerus="yes">
        <source>Show %n older one(s)</source>
        <translation>
            <numerusform>Показать ещё %n более старую</numerusform>
            <numerusform>Показать ещё %n более старые</numerusform>
            <numerusform>Показать ещё %n более старых</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Badge</name>
    <message>
        <source>Mood: {word}</source>
        <translation>Настроение: {word}</translation>
    </message>
    <message>
        <source>{percent} % sure</source>
        <translation>Уверенность {percent} %</translation>
    </message>
    <message>
        <source>as you said</source>
        <translation>исправлено вами</translation>
    </message>
</context>
<context>
    <name>BetterAnswer</name>
    <message>
        <source>Your better answer</source>
        <translation>Ваш лучший ответ</translation>
    </message>
    <message>
        <source>Save better answer</source>
        <translation>Сохранить лучший ответ</translation>
    </message>
    <message>
        <source>Ctrl+Enter saves, Esc cancels</source>
        <translation>Ctrl+Enter — сохранить, Esc — отменить</translation>
    </message>
    <message>
        <source>Removed your better answer.</source>
        <translation>Ваш лучший ответ убран.</translation>
    </message>
</context>
<context>
    <name>ChatPane</name>
    <message>
        <source>Assistant</source>
        <translation>Ассистент</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Branches of this chat</source>
        <translation>Ветви этого чата</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>Any time</source>
        <translation>За всё время</translation>
    </message>
    <message>
        <source>Anyone</source>
        <translation>Кто угодно</translation>
    </message>
    <message>
        <source>Any mood</source>
        <translation>Любой настрой</translation>
    </message>
    <message>
        <source>Any model</source>
        <translation>Любая модель</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Архив</translation>
    </message>
    <message>
        <source>Search the archived chats instead of the others</source>
        <translation>Искать в архивных чатах вместо остальных</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>Since yesterday</source>
        <translation>Со вчерашнего дня</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>Последние 7 дней</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>Последние 30 дней</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Этот год</translation>
    </message>
    <message>
        <source>Written by me</source>
        <translation>Написано мной</translation>
    </message>
    <message>
        <source>Written by a model</source>
        <translation>Написано моделью</translation>
    </message>
    <message>
        <source>Me</source>
        <translation>Я</translation>
    </message>
    <message>
        <source>A model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>{after} to before {before}</source>
        <translation>с {after} до {before}</translation>
    </message>
    <message>
        <source>Before {day}</source>
        <translation>До {day}</translation>
    </message>
    <message>
        <source>Since {day}</source>
        <translation>С {day}</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>Open a GGUF</source>
        <translation>Открыть файл GGUF</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>Модели (*.gguf)</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
    <message>
        <source>Message {model}</source>
        <translation>Сообщение для {model}</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message</source>
        <translation>Сообщение</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Стоп</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Отправить</translation>
    </message>
    <message>
        <source>Waits until the reply has ended</source>
        <translation>Подождёт, пока ответ не закончится</translation>
    </message>
</context>
<context>
    <name>ConversationList</name>
    <message>
        <source>Your chats will be listed here.</source>
        <translation>Здесь появятся ваши чаты.</translation>
    </message>
    <message>
        <source>Name of the tag</source>
        <translation>Название метки</translation>
    </message>
    <message>
        <source>Back to all chats</source>
        <translation>Назад ко всем чатам</translation>
    </message>
    <message numerus="yes">
        <source>Archived: %n</source>
        <translation>
            <numerusform>В архиве: %n</numerusform>
            <numerusform>В архиве: %n</numerusform>
            <numerusform>В архиве: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>No title or tag matches.</source>
        <translation>Нет подходящего названия или метки.</translation>
    </message>
</context>
<context>
    <name>ConversationRows</name>
    <message>
        <source>New chat</source>
        <translation>Новый чат</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Закреплённые</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Вчера</translation>
    </message>
    <message>
        <source>Previous 7 days</source>
        <translation>Последние 7 дней</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{month} {year}</translation>
    </message>
    <message>
        <source>a reply is being written</source>
        <translation>пишется ответ</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>не прочитано</translation>
    </message>
    <message>
        <source>Tags: {names}</source>
        <translation>Метки: {names}</translation>
    </message>
</context>
<context>
    <name>ConversationRowsView</name>
    <message>
        <source>Conversations</source>
        <translation>Чаты</translation>
    </message>
</context>
<context>
    <name>CountWords</name>
    <message numerus="yes">
        <source>More than %n hit(s)</source>
        <translation>
            <numerusform>Больше %n совпадения</numerusform>
            <numerusform>Больше %n совпадений</numerusform>
            <numerusform>Больше %n совпадений</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n совпадение</numerusform>
            <numerusform>%n совпадения</numerusform>
            <numerusform>%n совпадений</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n chat(s)</source>
        <translation>
            <numerusform>в %n чате</numerusform>
            <numerusform>в %n чатах</numerusform>
            <numerusform>в %n чатах</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CountedWords</name>
    <message numerus="yes">
        <source>Leave out the oldest %n message(s)</source>
        <translation>
            <numerusform>Не отправлять %n самое старое сообщение</numerusform>
            <numerusform>Не отправлять %n самых старых сообщения</numerusform>
            <numerusform>Не отправлять %n самых старых сообщений</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The oldest %n message(s) of this chat are not sent any more.</source>
        <translation>
            <numerusform>%n самое старое сообщение этого чата больше не отправляется.</numerusform>
            <numerusform>%n самых старых сообщения этого чата больше не отправляются.</numerusform>
            <numerusform>%n самых старых сообщений этого чата больше не отправляются.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <source>Edit message</source>
        <translation>Изменить сообщение</translation>
    </message>
    <message>
        <source>Save and send</source>
        <translation>Сохранить и отправить</translation>
    </message>
    <message>
        <source>Save only</source>
        <translation>Только сохранить</translation>
    </message>
    <message>
        <source>Enter sends, Esc cancels</source>
        <translation>Enter — отправить, Esc — отменить</translation>
    </message>
</context>
<context>
    <name>EffortRow</name>
    <message>
        <source>Not sent</source>
        <translation>Не отправляется</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Без размышлений</translation>
    </message>
    <message>
        <source>Minimal</source>
        <translation>Минимум</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Мало</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Средне</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Много</translation>
    </message>
    <message>
        <source>Very high</source>
        <translation>Очень много</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>Максимум</translation>
    </message>
</context>
<context>
    <name>EngineSentence</name>
    <message>
        <source>{model} is ready. It needs no key and no network.</source>
        <translation>{model}: готово к работе. Ключ и сеть не нужны.</translation>
    </message>
    <message>
        <source>{model} is being fetched.</source>
        <translation>{model}: идёт загрузка.</translation>
    </message>
    <message>
        <source>{model} is starting.</source>
        <translation>{model}: идёт запуск.</translation>
    </message>
</context>
<context>
    <name>EngineWords</name>
    <message>
        <source>ready, no key needed</source>
        <translation>готов, ключ не нужен</translation>
    </message>
    <message>
        <source>not available</source>
        <translation>недоступна</translation>
    </message>
    <message>
        <source>fetching its model</source>
        <translation>загружает модель</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>запуск</translation>
    </message>
</context>
<context>
    <name>EnvironmentPanel</name>
    <message>
        <source>Connected to {address}. The key stays in the environment.</source>
        <translation>Подключено к {address}. Ключ остаётся в переменной окружения.</translation>
    </message>
    <message>
        <source>Start Chatloom with OPENAI_API_KEY set to use OpenAI, or with OPENAI_BASE_URL set to use any server that speaks its language, such as Ollama or LM Studio. The key is never stored.</source>
        <translation>Чтобы работать с OpenAI, запустите Chatloom с переменной OPENAI_API_KEY; чтобы работать с любым совместимым сервером, например Ollama или LM Studio, — с переменной OPENAI_BASE_URL. Ключ нигде не сохраняется.</translation>
    </message>
</context>
<context>
    <name>EraseSection</name>
    <message>
        <source>Delete everything</source>
        <translation>Удалить всё</translation>
    </message>
    <message>
        <source>All chats and all copies of them, for good. Settings, assistants, providers, keys and models stay.</source>
        <translation>Все чаты и все их копии, безвозвратно. Настройки, ассистенты, провайдеры, ключи и модели останутся.</translation>
    </message>
    <message>
        <source>Delete everything…</source>
        <translation>Удалить всё…</translation>
    </message>
</context>
<context>
    <name>ErasingDialog</name>
    <message>
        <source>delete</source>
        <translation>удалить</translation>
    </message>
    <message>
        <source>Type “{word}” to go on</source>
        <translation>Введите «{word}», чтобы продолжить</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Удалить безвозвратно</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Delete everything for good?</source>
        <translation>Удалить всё безвозвратно?</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Новый чат</translation>
    </message>
    <message>
        <source>Delete “{title}” for good?</source>
        <translation>Удалить «{title}» безвозвратно?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n conversations for good?</source>
        <translation>
            <numerusform>Удалить %n разговор безвозвратно?</numerusform>
            <numerusform>Удалить %n разговора безвозвратно?</numerusform>
            <numerusform>Удалить %n разговоров безвозвратно?</numerusform>
        </translation>
    </message>
    <message>
        <source>This will be gone, and nothing brings it back:</source>
        <translation>Это исчезнет, и вернуть его будет нельзя:</translation>
    </message>
    <message>
        <source>This is not touched:</source>
        <translation>Это останется нетронутым:</translation>
    </message>
    <message>
        <source>• {item}</source>
        <translation>• {item}</translation>
    </message>
    <message>
        <source>all messages, drafts, corrections, moods, tags and costs, in the database</source>
        <translation>все сообщения, черновики, исправления, настроения, метки и расходы в базе данных</translation>
    </message>
    <message>
        <source>every word of them in the search index</source>
        <translation>каждое их слово в поисковом указателе</translation>
    </message>
    <message>
        <source>the copies in your backups</source>
        <translation>их копии в резервных копиях</translation>
    </message>
    <message>
        <source>the files in the folder that Chatloom keeps up to date, if there is one</source>
        <translation>файлы в папке, которую Chatloom поддерживает в актуальном виде, если она есть</translation>
    </message>
    <message>
        <source>every conversation with its messages, drafts, corrections, moods and costs</source>
        <translation>все разговоры с их сообщениями, черновиками, исправлениями, настроениями и расходами</translation>
    </message>
    <message>
        <source>the search index</source>
        <translation>поисковый указатель</translation>
    </message>
    <message>
        <source>all backups</source>
        <translation>все резервные копии</translation>
    </message>
    <message>
        <source>files that you have exported or copied yourself</source>
        <translation>файлы, которые вы сами экспортировали или скопировали</translation>
    </message>
    <message>
        <source>what a provider keeps of the messages it was sent</source>
        <translation>то, что провайдер хранит из отправленных ему сообщений</translation>
    </message>
    <message>
        <source>your settings, assistants, providers, keys and models</source>
        <translation>ваши настройки, ассистенты, провайдеры, ключи и модели</translation>
    </message>
</context>
<context>
    <name>ExportSection</name>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Чаты</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Формат</translation>
    </message>
    <message>
        <source>Export to a file…</source>
        <translation>Экспорт в файл…</translation>
    </message>
    <message>
        <source>A file for each chat…</source>
        <translation>Отдельный файл на чат…</translation>
    </message>
    <message>
        <source>Export to a folder</source>
        <translation>Экспорт в папку</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen chat(s)</source>
        <translation>
            <numerusform>%n выбранный чат</numerusform>
            <numerusform>%n выбранных чата</numerusform>
            <numerusform>%n выбранных чатов</numerusform>
        </translation>
    </message>
    <message>
        <source>All chats</source>
        <translation>Все чаты</translation>
    </message>
    <message>
        <source>The chat that is shown</source>
        <translation>Открытый чат</translation>
    </message>
    <message>
        <source>{done} of {total} · {title}</source>
        <translation>{done} из {total} · {title}</translation>
    </message>
</context>
<context>
    <name>Failure</name>
    <message>
        <source>a text</source>
        <translation>текст</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>объект</translation>
    </message>
    <message>
        <source>the file must hold a list of assistants</source>
        <translation>в файле должен быть список ассистентов</translation>
    </message>
    <message>
        <source>the file holds no assistant</source>
        <translation>в файле нет ни одного ассистента</translation>
    </message>
    <message>
        <source>{source} can&apos;t be read: line {line}, {reason}</source>
        <translation>Не удаётся прочитать {source}: строка {line}, {reason}</translation>
    </message>
    <message>
        <source>Mend that line, then try again. The file is kept as it is.</source>
        <translation>Исправьте эту строку и попробуйте ещё раз. Файл остался без изменений.</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>слишком глубокая вложенность</translation>
    </message>
    <message>
        <source>every assistant must be an object with a name</source>
        <translation>каждый ассистент — это объект с именем</translation>
    </message>
    <message>
        <source>an assistant has no &quot;name&quot;</source>
        <translation>у ассистента нет поля &quot;name&quot;</translation>
    </message>
    <message>
        <source>The connection broke off</source>
        <translation>Соединение оборвалось</translation>
    </message>
    <message>
        <source>What had arrived is kept. Check your network, then try again.</source>
        <translation>Всё, что успело прийти, сохранено. Проверьте сеть и попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>The stream ended without a finish reason.</source>
        <translation>Поток закончился без указания причины.</translation>
    </message>
    <message>
        <source>names no message of this file</source>
        <translation>указывает на сообщение, которого нет в файле</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>отсутствует</translation>
    </message>
    <message>
        <source>stands twice in this file</source>
        <translation>встречается в файле дважды</translation>
    </message>
    <message>
        <source>names no message before this one</source>
        <translation>указывает на сообщение, которого выше нет</translation>
    </message>
    <message>
        <source>This isn&apos;t a dialogue that Chatloom can read: {place} {reason}</source>
        <translation>Chatloom не может прочитать этот диалог: {place} {reason}</translation>
    </message>
    <message>
        <source>the file</source>
        <translation>файл</translation>
    </message>
    <message>
        <source>must be an object</source>
        <translation>должно быть объектом</translation>
    </message>
    <message>
        <source>must be a text</source>
        <translation>должно быть текстом</translation>
    </message>
    <message>
        <source>must not be empty</source>
        <translation>не должно быть пустым</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>должно быть true или false</translation>
    </message>
    <message>
        <source>must be a whole number, 0 or more</source>
        <translation>должно быть целым числом от 0</translation>
    </message>
    <message>
        <source>must be a number, 0 or more</source>
        <translation>должно быть числом от 0</translation>
    </message>
    <message>
        <source>must say its time zone, such as &quot;Z&quot; for UTC</source>
        <translation>должно указывать часовой пояс, например &quot;Z&quot; для UTC</translation>
    </message>
    <message>
        <source>must be a date and time in ISO 8601</source>
        <translation>должно быть датой и временем в формате ISO 8601</translation>
    </message>
    <message>
        <source>must be a list</source>
        <translation>должно быть списком</translation>
    </message>
    <message>
        <source>This link is not opened</source>
        <translation>Эта ссылка не открыта</translation>
    </message>
    <message>
        <source>{reason} Copy it if you trust it.</source>
        <translation>{reason} Если вы ей доверяете, скопируйте её.</translation>
    </message>
    <message>
        <source>It is longer than 4,096 characters.</source>
        <translation>Она длиннее 4096 символов.</translation>
    </message>
    <message>
        <source>It holds invisible characters.</source>
        <translation>В ней есть невидимые символы.</translation>
    </message>
    <message>
        <source>It is no address.</source>
        <translation>Это не адрес.</translation>
    </message>
    <message>
        <source>Only web and mail addresses are opened.</source>
        <translation>Открываются только веб-адреса и адреса почты.</translation>
    </message>
    <message>
        <source>It would attach a file.</source>
        <translation>Она прикрепила бы файл.</translation>
    </message>
    <message>
        <source>It names no host.</source>
        <translation>В ней не указан сервер.</translation>
    </message>
    <message>
        <source>It hides its host behind a user name.</source>
        <translation>Она скрывает сервер за именем пользователя.</translation>
    </message>
    <message>
        <source>Its host mixes letters of different alphabets, as forged addresses do.</source>
        <translation>В имени сервера смешаны буквы разных алфавитов, как в поддельных адресах.</translation>
    </message>
    <message>
        <source>The file came damaged twice.</source>
        <translation>Файл дважды пришёл повреждённым.</translation>
    </message>
    <message>
        <source>The folder for models can&apos;t be written</source>
        <translation>Нет доступа на запись в папку моделей</translation>
    </message>
    <message>
        <source>Check its permissions, or open a GGUF file that is somewhere else: {folder}</source>
        <translation>Проверьте права на папку или откройте файл GGUF из другого места: {folder}</translation>
    </message>
    <message>
        <source>There isn&apos;t enough room for the built-in model</source>
        <translation>Не хватает места для встроенной модели</translation>
    </message>
    <message>
        <source>The file of the built-in model is damaged</source>
        <translation>Файл встроенной модели повреждён</translation>
    </message>
    <message>
        <source>What was downloaded is not the built-in model</source>
        <translation>Загруженный файл — не встроенная модель</translation>
    </message>
    <message>
        <source>The model &quot;{name}&quot; can&apos;t be loaded</source>
        <translation>Не удаётся загрузить модель «{name}»</translation>
    </message>
    <message>
        <source>Its file may be damaged, newer than this engine, or too big for the memory of this computer. Choose another file, or go back to the built-in model.</source>
        <translation>Возможно, файл повреждён, новее этого движка или не помещается в память компьютера. Выберите другой файл или вернитесь к встроенной модели.</translation>
    </message>
    <message>
        <source>The local engine could not start</source>
        <translation>Локальный движок не запустился</translation>
    </message>
    <message>
        <source>The local engine doesn&apos;t run on this kind of computer</source>
        <translation>Локальный движок не работает на таких компьютерах</translation>
    </message>
    <message>
        <source>It runs on Linux (x86-64), macOS 13 or newer (Apple silicon) and Windows (x86-64). Use another provider here; a server of your own such as Ollama counts.</source>
        <translation>Он работает в Linux (x86-64), macOS 13 и новее (Apple silicon) и Windows (x86-64). Выберите здесь другого провайдера, подойдёт и свой сервер, например Ollama.</translation>
    </message>
    <message>
        <source>A system library that the local engine needs is missing</source>
        <translation>Нет системной библиотеки, нужной локальному движку</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is no GGUF model file</source>
        <translation>«{name}» — не файл модели GGUF</translation>
    </message>
    <message>
        <source>Choose a file that ends in .gguf, or go back to the built-in model.</source>
        <translation>Выберите файл с расширением .gguf или вернитесь к встроенной модели.</translation>
    </message>
    <message>
        <source>Free {megabytes} MB where {folder} is, then try again.</source>
        <translation>Освободите {megabytes} МБ на диске с папкой {folder} и попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>It was set aside. Connect to the network and try again to fetch it once more, open a GGUF file of your own, or use another provider.</source>
        <translation>Файл отложен. Подключитесь к сети и попробуйте ещё раз, чтобы загрузить его снова, откройте свой файл GGUF или выберите другого провайдера.</translation>
    </message>
    <message>
        <source>It was thrown away. Try again; if that doesn&apos;t help, the package index or mirror of this computer serves another file.</source>
        <translation>Он удалён. Попробуйте ещё раз; если не поможет, значит, источник пакетов этого компьютера отдаёт другой файл.</translation>
    </message>
    <message>
        <source>Try again, or use another provider.</source>
        <translation>Попробуйте ещё раз или выберите другого провайдера.</translation>
    </message>
    <message>
        <source>On Debian and Ubuntu: sudo apt-get install libgomp1. Then try again.</source>
        <translation>В Debian и Ubuntu: sudo apt-get install libgomp1. Затем попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is a folder, not a model file</source>
        <translation>«{name}» — папка, а не файл модели</translation>
    </message>
    <message>
        <source>The model file &quot;{name}&quot; isn&apos;t there</source>
        <translation>Файла модели «{name}» нет на месте</translation>
    </message>
    <message>
        <source>Choose another file, or go back to the built-in model.</source>
        <translation>Выберите другой файл или вернитесь к встроенной модели.</translation>
    </message>
    <message>
        <source>The model file &quot;{name}&quot; can&apos;t be read</source>
        <translation>Не удаётся прочитать файл модели «{name}»</translation>
    </message>
    <message>
        <source>Check its permissions, choose another file, or go back to the built-in model.</source>
        <translation>Проверьте права доступа, выберите другой файл или вернитесь к встроенной модели.</translation>
    </message>
    <message>
        <source>The built-in model isn&apos;t on this computer yet</source>
        <translation>Встроенной модели на этом компьютере ещё нет</translation>
    </message>
    <message>
        <source>pip did not answer.</source>
        <translation>pip не ответил.</translation>
    </message>
    <message>
        <source>The local engine stopped unexpectedly</source>
        <translation>Локальный движок неожиданно остановился</translation>
    </message>
    <message>
        <source>The llama.cpp process ended.</source>
        <translation>Процесс llama.cpp завершился.</translation>
    </message>
    <message>
        <source>There is no xllamacpp.</source>
        <translation>Пакета xllamacpp нет.</translation>
    </message>
    <message>
        <source>The local engine can&apos;t open a port on this computer</source>
        <translation>Локальный движок не может открыть порт на этом компьютере</translation>
    </message>
    <message>
        <source>There is no provider &quot;{provider}&quot;</source>
        <translation>Провайдера «{provider}» нет</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Этот компьютер</translation>
    </message>
    <message>
        <source>The base URL is not a web address</source>
        <translation>Базовый URL — не веб-адрес</translation>
    </message>
    <message>
        <source>It starts with http:// or https:// and usually ends in /v1.</source>
        <translation>Он начинается с http:// или https:// и обычно заканчивается на /v1.</translation>
    </message>
    <message>
        <source>The API key holds characters that no key has</source>
        <translation>В ключе API есть недопустимые символы</translation>
    </message>
    <message>
        <source>Copy the key again, without spaces and line breaks around it.</source>
        <translation>Скопируйте ключ ещё раз, без пробелов и переносов строк вокруг.</translation>
    </message>
    <message>
        <source>The proxy that is set up can&apos;t be used</source>
        <translation>Не удаётся использовать заданный прокси</translation>
    </message>
    <message>
        <source>Check the variables HTTP_PROXY, HTTPS_PROXY and ALL_PROXY.</source>
        <translation>Проверьте переменные HTTP_PROXY, HTTPS_PROXY и ALL_PROXY.</translation>
    </message>
    <message>
        <source>The trusted certificates can&apos;t be read</source>
        <translation>Не удаётся прочитать доверенные сертификаты</translation>
    </message>
    <message>
        <source>Check the variables SSL_CERT_FILE and SSL_CERT_DIR.</source>
        <translation>Проверьте переменные SSL_CERT_FILE и SSL_CERT_DIR.</translation>
    </message>
    <message>
        <source>The local engine was stopped</source>
        <translation>Локальный движок был остановлен</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>CHATLOOM_MODEL_FILE decides which model is used</source>
        <translation>Модель задана переменной CHATLOOM_MODEL_FILE</translation>
    </message>
    <message>
        <source>Unset it and start Chatloom again, then open the file again.</source>
        <translation>Уберите её, перезапустите Chatloom и откройте файл ещё раз.</translation>
    </message>
    <message>
        <source>The local engine could not be started</source>
        <translation>Локальный движок не удалось запустить</translation>
    </message>
    <message>
        <source>The local engine stopped three times in five minutes</source>
        <translation>Локальный движок остановился три раза за пять минут</translation>
    </message>
    <message>
        <source>Connect to the network and try again, open a GGUF file of your own, or use another provider.</source>
        <translation>Подключитесь к сети и попробуйте ещё раз, откройте свой файл GGUF или выберите другого провайдера.</translation>
    </message>
    <message>
        <source>It holds characters that programs read differently.</source>
        <translation>В нём есть знаки, которые программы читают по-разному.</translation>
    </message>
    <message>
        <source>Try again. If it goes on, choose a smaller model or use another provider.</source>
        <translation>Попробуйте ещё раз. Если это не прекратится, выберите модель поменьше или другого провайдера.</translation>
    </message>
    <message>
        <source>A firewall or another security program may forbid it. Allow Chatloom to listen on 127.0.0.1, then try again, or use another provider.</source>
        <translation>Возможно, это запрещает брандмауэр или другая защитная программа. Разрешите Chatloom слушать адрес 127.0.0.1 и попробуйте ещё раз или выберите другого провайдера.</translation>
    </message>
    <message>
        <source>Try again. If that doesn&apos;t help, use a smaller model or another provider.</source>
        <translation>Попробуйте ещё раз. Если не поможет, выберите модель поменьше или другого провайдера.</translation>
    </message>
    <message>
        <source>The service asks to wait about {minutes} minutes. Try again then, or pick another model.</source>
        <translation>Сервис просит подождать (минут: {minutes}). Попробуйте позже или выберите другую модель.</translation>
    </message>
    <message>
        <source>The server sent more in one piece than Chatloom takes</source>
        <translation>Сервер прислал слишком большой фрагмент</translation>
    </message>
    <message>
        <source>What had arrived is kept. Try again, or pick another model.</source>
        <translation>Всё, что успело прийти, сохранено. Попробуйте ещё раз или выберите другую модель.</translation>
    </message>
    <message>
        <source>Try again in a moment, or pick another model.</source>
        <translation>Попробуйте чуть позже или выберите другую модель.</translation>
    </message>
    <message>
        <source>{who} doesn&apos;t accept the API key</source>
        <translation>{who} не принимает ключ API</translation>
    </message>
    <message>
        <source>Check the key in the settings, or enter a new one.</source>
        <translation>Проверьте ключ в настройках или введите новый.</translation>
    </message>
    <message>
        <source>The account at {who} has no credit left</source>
        <translation>{who}: на счёте закончились средства</translation>
    </message>
    <message>
        <source>Add credit or raise the limit on its billing page, or pick another model.</source>
        <translation>Пополните счёт или поднимите лимит на странице оплаты либо выберите другую модель.</translation>
    </message>
    <message>
        <source>{who} gets too many requests from this account</source>
        <translation>{who} получает слишком много запросов от этого аккаунта</translation>
    </message>
    <message>
        <source>Wait a moment, then try again.</source>
        <translation>Подождите немного и попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>{who} doesn&apos;t have the model “{model}”</source>
        <translation>{who}: нет модели «{model}»</translation>
    </message>
    <message>
        <source>Pick another model.</source>
        <translation>Выберите другую модель.</translation>
    </message>
    <message>
        <source>“{model}” can&apos;t chat</source>
        <translation>«{model}» не умеет вести чат</translation>
    </message>
    <message>
        <source>{who} doesn&apos;t know this kind of request</source>
        <translation>{who} не знает такого запроса</translation>
    </message>
    <message>
        <source>Check the base URL: it usually ends in /v1.</source>
        <translation>Проверьте базовый URL: обычно он заканчивается на /v1.</translation>
    </message>
    <message>
        <source>{who} doesn&apos;t allow this</source>
        <translation>{who} не разрешает этого</translation>
    </message>
    <message>
        <source>The key or the account lacks the permission. Use another key, or pick another model.</source>
        <translation>У ключа или аккаунта нет таких прав. Возьмите другой ключ или выберите другую модель.</translation>
    </message>
    <message>
        <source>{who} doesn&apos;t serve this region</source>
        <translation>{who} не обслуживает этот регион</translation>
    </message>
    <message>
        <source>Pick another provider, or the built-in model.</source>
        <translation>Выберите другого провайдера или встроенную модель.</translation>
    </message>
    <message>
        <source>The conversation is too long for this model</source>
        <translation>Чат слишком длинный для этой модели</translation>
    </message>
    <message>
        <source>The request is too large for {who}</source>
        <translation>{who}: запрос слишком большой</translation>
    </message>
    <message>
        <source>Send less at once, or start a new chat.</source>
        <translation>Отправляйте меньше за раз или начните новый чат.</translation>
    </message>
    <message>
        <source>{who} doesn&apos;t accept the parameter “{param}”</source>
        <translation>{who} не принимает параметр «{param}»</translation>
    </message>
    <message>
        <source>Change or remove it in the assistant&apos;s parameters.</source>
        <translation>Измените или удалите его в параметрах ассистента.</translation>
    </message>
    <message>
        <source>{who} can&apos;t take this request</source>
        <translation>{who} не может принять этот запрос</translation>
    </message>
    <message>
        <source>Pick another model or another assistant. The details say what is wrong.</source>
        <translation>Выберите другую модель или другого ассистента. Что именно не так, сказано в подробностях.</translation>
    </message>
    <message>
        <source>{who} refuses this because of its content rules</source>
        <translation>{who} отказывает из-за правил о содержании</translation>
    </message>
    <message>
        <source>Word it differently, or pick another model.</source>
        <translation>Сформулируйте иначе или выберите другую модель.</translation>
    </message>
    <message>
        <source>{who} is busy</source>
        <translation>{who}: сейчас занято</translation>
    </message>
    <message>
        <source>{who} is overloaded</source>
        <translation>{who}: перегрузка</translation>
    </message>
    <message>
        <source>{who} has a problem of its own</source>
        <translation>{who}: неполадки на стороне сервиса</translation>
    </message>
    <message>
        <source>{who} reports an error</source>
        <translation>{who} сообщает об ошибке</translation>
    </message>
    <message>
        <source>{who} took too long to answer</source>
        <translation>{who} слишком долго не отвечает</translation>
    </message>
    <message>
        <source>What had arrived is kept. Try again in a moment, or pick another model.</source>
        <translation>Всё, что успело прийти, сохранено. Попробуйте чуть позже или выберите другую модель.</translation>
    </message>
    <message>
        <source>{who} took too long to list its models</source>
        <translation>{who} слишком долго не присылает список моделей</translation>
    </message>
    <message>
        <source>Try again in a moment, or pick another provider.</source>
        <translation>Попробуйте чуть позже или выберите другого провайдера.</translation>
    </message>
    <message>
        <source>{host} doesn&apos;t answer</source>
        <translation>{host} не отвечает</translation>
    </message>
    <message>
        <source>Check your network connection and the base URL, then try again.</source>
        <translation>Проверьте подключение к сети и базовый URL, затем попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>The proxy wants a name and a password</source>
        <translation>Прокси требует имя и пароль</translation>
    </message>
    <message>
        <source>Put them into the proxy variable, or ask whoever runs the network.</source>
        <translation>Укажите их в переменной прокси или спросите администратора сети.</translation>
    </message>
    <message>
        <source>The proxy can&apos;t make the connection</source>
        <translation>Прокси не может установить соединение</translation>
    </message>
    <message>
        <source>{host} sends the request to another address</source>
        <translation>{host} перенаправляет запрос на другой адрес</translation>
    </message>
    <message>
        <source>Enter that address as the base URL if you trust it. The details name it.</source>
        <translation>Если вы доверяете этому адресу, укажите его как базовый URL. Он есть в подробностях.</translation>
    </message>
    <message>
        <source>{host} answers with a web page instead of a model&apos;s answer</source>
        <translation>{host} вместо ответа модели присылает веб-страницу</translation>
    </message>
    <message>
        <source>Check the base URL. A sign-in page of the network may also be in between.</source>
        <translation>Проверьте базовый URL. Возможно, мешает страница входа в сеть.</translation>
    </message>
    <message>
        <source>The answer of {who} can&apos;t be read</source>
        <translation>{who}: ответ не удаётся прочитать</translation>
    </message>
    <message>
        <source>What had arrived is kept. Try again; if it stays so, check the base URL.</source>
        <translation>Всё, что успело прийти, сохранено. Попробуйте ещё раз; если не поможет, проверьте базовый URL.</translation>
    </message>
    <message>
        <source>{host} can&apos;t be found</source>
        <translation>Не удаётся найти {host}</translation>
    </message>
    <message>
        <source>Check your network connection and the base URL.</source>
        <translation>Проверьте подключение к сети и базовый URL.</translation>
    </message>
    <message>
        <source>Nothing answers at {host}</source>
        <translation>По адресу {host} никто не отвечает</translation>
    </message>
    <message>
        <source>Check that the server is running and that the base URL is right.</source>
        <translation>Проверьте, что сервер запущен и базовый URL верный.</translation>
    </message>
    <message>
        <source>{host} can&apos;t be reached</source>
        <translation>Нет связи с {host}</translation>
    </message>
    <message>
        <source>Check your network connection, then try again.</source>
        <translation>Проверьте подключение к сети и попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>The connection to {host} can&apos;t be trusted</source>
        <translation>Соединению с {host} нельзя доверять</translation>
    </message>
    <message>
        <source>Check the date of this computer. In some networks a certificate has to be installed first; SSL_CERT_FILE can name it.</source>
        <translation>Проверьте дату на этом компьютере. В некоторых сетях сначала нужно установить сертификат; его можно указать в SSL_CERT_FILE.</translation>
    </message>
    <message>
        <source>{who} was changed in the settings meanwhile</source>
        <translation>{who} тем временем изменён в настройках</translation>
    </message>
    <message>
        <source>Try again, or pick another model.</source>
        <translation>Повторите попытку или выберите другую модель.</translation>
    </message>
    <message>
        <source>{who} needs an API key</source>
        <translation>Для {who} нужен ключ API</translation>
    </message>
    <message>
        <source>Add it in the settings under Providers.</source>
        <translation>Добавьте его в настройках, в разделе «Провайдеры».</translation>
    </message>
    <message>
        <source>A secret of {who} is still in the key store</source>
        <translation>Секрет {who} остался в хранилище ключей</translation>
    </message>
    <message>
        <source>Everything else is done. Unlock the key store and remove the entries of “{account}” there.</source>
        <translation>Всё остальное сделано. Разблокируйте хранилище ключей и удалите в нём записи «{account}».</translation>
    </message>
    <message>
        <source>Nothing of it was imported. Export the dialogue again, or mend that place in the file.</source>
        <translation>Из него ничего не импортировано. Экспортируйте диалог ещё раз или исправьте это место в файле.</translation>
    </message>
    <message>
        <source>is none that Chatloom knows</source>
        <translation>не из тех, что знает Chatloom</translation>
    </message>
    <message>
        <source>can&apos;t be used as an id</source>
        <translation>не может быть идентификатором</translation>
    </message>
    <message>
        <source>must be from 1970 to 2999</source>
        <translation>должно быть от 1970 до 2999 года</translation>
    </message>
    <message>
        <source>must be a list of texts</source>
        <translation>должно быть списком текстов</translation>
    </message>
    <message>
        <source>Answers that failed, broke off or are empty were left out: {count}</source>
        <translation>Неудавшиеся, оборванные и пустые ответы пропущены: {count}</translation>
    </message>
    <message>
        <source>Conversations without a question and its answer were left out: {count}</source>
        <translation>Диалоги без вопроса с ответом пропущены: {count}</translation>
    </message>
    <message>
        <source>A message of this conversation is part of another one here</source>
        <translation>Сообщение этого диалога уже есть здесь в другом диалоге</translation>
    </message>
    <message>
        <source>Nothing of it was taken.</source>
        <translation>Из него ничего не взято.</translation>
    </message>
    <message>
        <source>{file} is empty</source>
        <translation>{file} пуст</translation>
    </message>
    <message>
        <source>Nothing of it was imported. Export your conversations again.</source>
        <translation>Из него ничего не импортировано. Экспортируйте диалоги ещё раз.</translation>
    </message>
    <message>
        <source>{file} holds characters that can&apos;t be read</source>
        <translation>В {file} есть символы, которые невозможно прочитать</translation>
    </message>
    <message>
        <source>It must be text in UTF-8 or UTF-16. Export it again, then import it again: what is here already is not taken twice.</source>
        <translation>Это должен быть текст в UTF-8 или UTF-16. Экспортируйте его ещё раз и снова импортируйте: то, что уже есть, не будет взято дважды.</translation>
    </message>
    <message>
        <source>{file} isn&apos;t a file of conversations</source>
        <translation>{file} — не файл с диалогами</translation>
    </message>
    <message>
        <source>Nothing of it was imported. Choose the JSON or zip file that the other program has exported.</source>
        <translation>Из него ничего не импортировано. Выберите файл JSON или zip, который экспортировала другая программа.</translation>
    </message>
    <message>
        <source>The model service refused</source>
        <translation>Сервис модели ответил отказом</translation>
    </message>
    <message>
        <source>Open WebUI</source>
        <translation>Open WebUI</translation>
    </message>
    <message>
        <source>This conversation holds characters that can&apos;t be read</source>
        <translation>В этом диалоге есть символы, которые невозможно прочитать</translation>
    </message>
    <message>
        <source>It must be text in UTF-8.</source>
        <translation>Это должен быть текст в UTF-8.</translation>
    </message>
    <message>
        <source>This conversation is damaged: it isn&apos;t valid JSON</source>
        <translation>Этот диалог повреждён: это неправильный JSON</translation>
    </message>
    <message>
        <source>Export it again, then import it again.</source>
        <translation>Экспортируйте его ещё раз и снова импортируйте.</translation>
    </message>
    <message>
        <source>Nothing of it was imported.</source>
        <translation>Из него ничего не импортировано.</translation>
    </message>
    <message>
        <source>Check the name, and that the file may be read. Nothing of it was imported.</source>
        <translation>Проверьте имя и право на чтение файла. Из него ничего не импортировано.</translation>
    </message>
    <message>
        <source>{file} is neither a file nor a folder</source>
        <translation>{file} — не файл и не папка</translation>
    </message>
    <message>
        <source>{file} can&apos;t be read</source>
        <translation>Не удаётся прочитать {file}</translation>
    </message>
    <message>
        <source>Check that the file may be read and the disk is there.</source>
        <translation>Проверьте право на чтение файла и что диск подключён.</translation>
    </message>
    <message>
        <source>{file} is protected by a password</source>
        <translation>{file} защищён паролем</translation>
    </message>
    <message>
        <source>Unpack it, then import the folder.</source>
        <translation>Распакуйте его и импортируйте папку.</translation>
    </message>
    <message>
        <source>It has no list of files.</source>
        <translation>В нём нет списка файлов.</translation>
    </message>
    <message>
        <source>{file} would become absurdly large when unpacked</source>
        <translation>{file} после распаковки стал бы неправдоподобно большим</translation>
    </message>
    <message>
        <source>Nothing of it was imported. If it is yours, unpack it, then import the folder.</source>
        <translation>Из него ничего не импортировано. Если он ваш, распакуйте его и импортируйте папку.</translation>
    </message>
    <message>
        <source>{file} holds too many files</source>
        <translation>В {file} слишком много файлов</translation>
    </message>
    <message>
        <source>Nothing of it was imported. Import the files with the conversations only.</source>
        <translation>Из него ничего не импортировано. Импортируйте только файлы с диалогами.</translation>
    </message>
    <message>
        <source>{file} is damaged</source>
        <translation>{file} повреждён</translation>
    </message>
    <message>
        <source>It was not copied or downloaded to its end. Get it again, then import it again.</source>
        <translation>Он скопирован или скачан не до конца. Получите его ещё раз и снова импортируйте.</translation>
    </message>
    <message>
        <source>This file holds no conversations that Chatloom can read</source>
        <translation>В этом файле нет диалогов, которые может прочитать Chatloom</translation>
    </message>
    <message>
        <source>Entries that are no conversations: {count}</source>
        <translation>Записи, которые не являются диалогами: {count}</translation>
    </message>
    <message>
        <source>There are no conversations in {file}</source>
        <translation>В {file} нет диалогов</translation>
    </message>
    <message>
        <source>Nothing was imported. Choose the JSON or zip file that the other program has exported, or a folder with such files.</source>
        <translation>Ничего не импортировано. Выберите файл JSON или zip, который экспортировала другая программа, или папку с такими файлами.</translation>
    </message>
    <message>
        <source>{file} can&apos;t be read to its end</source>
        <translation>{file} не удаётся прочитать до конца</translation>
    </message>
    <message>
        <source>It may be damaged, or its disk was taken out. What was read before is kept. Get the file again, then import it again: nothing is taken twice.</source>
        <translation>Возможно, файл повреждён или его диск отключён. Прочитанное до этого сохранено. Получите файл ещё раз и снова импортируйте его: ничего не будет взято дважды.</translation>
    </message>
    <message>
        <source>This conversation has no messages</source>
        <translation>В этом диалоге нет сообщений</translation>
    </message>
    <message>
        <source>This conversation is larger than 256 MB</source>
        <translation>Этот диалог больше 256 МБ</translation>
    </message>
    <message>
        <source>Remove the pictures from it in the program it comes from, then export it again.</source>
        <translation>Удалите из него изображения в той программе, откуда он взят, и экспортируйте ещё раз.</translation>
    </message>
    <message>
        <source>This is nested deeper than any conversation</source>
        <translation>Вложенность глубже, чем в любом диалоге</translation>
    </message>
    <message>
        <source>It may have been made to do harm, or to test programs.</source>
        <translation>Возможно, файл сделан, чтобы навредить или проверить программы.</translation>
    </message>
    <message>
        <source>The file ends in the middle of a conversation</source>
        <translation>Файл обрывается посреди диалога</translation>
    </message>
    <message>
        <source>It was not copied or downloaded to its end. Get it again, then import it again: what is here already is not taken twice.</source>
        <translation>Он скопирован или скачан не до конца. Получите его ещё раз и снова импортируйте: то, что уже есть, не будет взято дважды.</translation>
    </message>
    <message>
        <source>What tools were asked and what they answered was left out: {count}</source>
        <translation>Запросы к инструментам и их ответы пропущены: {count}</translation>
    </message>
    <message>
        <source>Contents of a kind that Chatloom doesn&apos;t know were left out: {count}</source>
        <translation>Пропущено содержимое неизвестного Chatloom вида: {count}</translation>
    </message>
    <message>
        <source>Messages whose predecessor is missing in the file begin a branch of their own: {count}</source>
        <translation>Сообщения, перед которыми в файле недостаёт другого, начинают отдельную ветку: {count}</translation>
    </message>
    <message>
        <source>Messages that follow on themselves in the file begin a branch of their own: {count}</source>
        <translation>Сообщения, которые в файле следуют сами за собой, начинают отдельную ветку: {count}</translation>
    </message>
    <message>
        <source>Messages that stand in the file twice were taken once: {count}</source>
        <translation>Сообщения, которые есть в файле дважды, взяты один раз: {count}</translation>
    </message>
    <message>
        <source>The base URL holds a name or a password</source>
        <translation>В базовом URL есть имя или пароль</translation>
    </message>
    <message>
        <source>Leave out what stands before @. A key belongs into the key store.</source>
        <translation>Уберите то, что стоит перед @. Ключу место в хранилище ключей.</translation>
    </message>
    <message>
        <source>The base URL holds more than an address</source>
        <translation>В базовом URL есть что-то кроме адреса</translation>
    </message>
    <message>
        <source>Leave out what stands behind ? or #. A key belongs into the key store.</source>
        <translation>Уберите то, что стоит после ? или #. Ключу место в хранилище ключей.</translation>
    </message>
    <message>
        <source>The header “{header}” can&apos;t be sent</source>
        <translation>Заголовок «{header}» нельзя отправить</translation>
    </message>
    <message>
        <source>A name is made of letters, digits and dashes; a value stands on one line.</source>
        <translation>Имя состоит из латинских букв, цифр и дефисов; значение стоит в одной строке.</translation>
    </message>
    <message>
        <source>The address of the proxy is not a web address</source>
        <translation>Адрес прокси — не веб-адрес</translation>
    </message>
    <message>
        <source>It looks like http://proxy.example:3128.</source>
        <translation>Он выглядит так: http://proxy.example:3128.</translation>
    </message>
    <message>
        <source>A provider can&apos;t be read</source>
        <translation>Запись о провайдере не читается</translation>
    </message>
    <message>
        <source>Its entry is not as Chatloom writes it.</source>
        <translation>Она не такая, какой её пишет Chatloom.</translation>
    </message>
    <message>
        <source>Its id is not one that Chatloom gives.</source>
        <translation>Chatloom не даёт таких имён.</translation>
    </message>
    <message>
        <source>There is no conversation &quot;{conversation}&quot;</source>
        <translation>Диалога «{conversation}» нет</translation>
    </message>
    <message>
        <source>It may have been deleted. Nothing was written.</source>
        <translation>Возможно, он удалён. Ничего не записано.</translation>
    </message>
    <message>
        <source>{file} can&apos;t be written</source>
        <translation>Не удаётся записать {file}</translation>
    </message>
    <message>
        <source>Free some space, or choose another place. Your conversations are as they were.</source>
        <translation>Освободите место или выберите другое расположение. Ваши диалоги остались как были.</translation>
    </message>
    <message>
        <source>Check that its folder is there and may be written, or choose another place. Your conversations are as they were.</source>
        <translation>Проверьте, что папка есть и в неё можно записывать, или выберите другое расположение. Ваши диалоги остались как были.</translation>
    </message>
    <message>
        <source>There are: {known}. To add one: chatloom providers add.</source>
        <translation>Есть: {known}. Добавить ещё один: chatloom providers add.</translation>
    </message>
    <message>
        <source>Keys are kept only until Chatloom closes</source>
        <translation>Ключи хранятся только до закрытия Chatloom</translation>
    </message>
    <message>
        <source>The key store stays locked</source>
        <translation>Хранилище ключей осталось заблокированным</translation>
    </message>
    <message>
        <source>Unlock it when it asks for your password, then try again.</source>
        <translation>Разблокируйте его, когда оно спросит пароль, и попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>The key store can&apos;t be used</source>
        <translation>Хранилище ключей не работает</translation>
    </message>
    <message>
        <source>Try again. If it stays so, sign out of this computer and in again.</source>
        <translation>Попробуйте ещё раз. Если не поможет, выйдите из системы и войдите снова.</translation>
    </message>
    <message>
        <source>The key store stays locked. Unlock it, then enter the key again.</source>
        <translation>Хранилище ключей осталось заблокированным. Разблокируйте его и введите ключ ещё раз.</translation>
    </message>
    <message>
        <source>The key store of this system fails. Sign out of this computer and in again, then enter the key again.</source>
        <translation>Хранилище ключей этой системы не работает. Выйдите из системы, войдите снова и введите ключ ещё раз.</translation>
    </message>
    <message>
        <source>The key store of this system doesn&apos;t answer. Sign out of this computer and in again, then enter the key again.</source>
        <translation>Хранилище ключей этой системы не отвечает. Выйдите из системы, войдите снова и введите ключ ещё раз.</translation>
    </message>
    <message>
        <source>This system has no key store that is safe. Install and start one, such as GNOME Keyring or KWallet, then enter the key again.</source>
        <translation>В этой системе нет надёжного хранилища ключей. Установите и запустите его, например GNOME Keyring или KWallet, и введите ключ ещё раз.</translation>
    </message>
    <message>
        <source>Its value has to stand on one line and be made of plain letters, digits and signs. Change it in the settings of the provider.</source>
        <translation>Его значение должно занимать одну строку и состоять из латинских букв, цифр и знаков. Измените его в настройках провайдера.</translation>
    </message>
    <message>
        <source>The trusted certificates in {file} can&apos;t be read</source>
        <translation>Не удаётся прочитать доверенные сертификаты в {file}</translation>
    </message>
    <message>
        <source>Choose another file in the settings of the provider, or none to trust what this computer trusts.</source>
        <translation>Выберите другой файл в настройках провайдера или уберите его, чтобы доверять тому, чему доверяет этот компьютер.</translation>
    </message>
    <message>
        <source>Check the address of the proxy in the settings of the provider.</source>
        <translation>Проверьте адрес прокси в настройках провайдера.</translation>
    </message>
    <message>
        <source>{who} takes no more training from this account</source>
        <translation>{who} больше не принимает обучение с этого аккаунта</translation>
    </message>
    <message>
        <source>Only organisations that have trained a model there not long ago still may, and from 6 January 2027 nobody. Train with another service, or on this computer.</source>
        <translation>Его могут запускать только организации, которые недавно уже обучали там модель, а с 6 января 2027 года — никто. Обучайте через другой сервис или на этом компьютере.</translation>
    </message>
    <message>
        <source>Leave out the oldest messages, start a new chat, or pick a model that can read more.</source>
        <translation>Уберите самые старые сообщения, начните новый чат или выберите модель, которая может прочитать больше.</translation>
    </message>
    <message>
        <source>{who} refuses the picture because of its content rules</source>
        <translation>{who} отклоняет изображение из-за своих правил о содержании</translation>
    </message>
    <message>
        <source>Remove the picture or take another one.</source>
        <translation>Уберите изображение или возьмите другое.</translation>
    </message>
    <message>
        <source>{who} can&apos;t read the picture</source>
        <translation>{who} не может прочитать изображение</translation>
    </message>
    <message>
        <source>Take another picture, or save it as JPEG or PNG first. The details say what is wrong.</source>
        <translation>Возьмите другое изображение или сначала сохраните его как JPEG или PNG. В подробностях сказано, что не так.</translation>
    </message>
    <message>
        <source>{who} took too long to take the request</source>
        <translation>{who}: запрос принимался слишком долго</translation>
    </message>
    <message>
        <source>Check your network connection. Fewer or smaller pictures are sent sooner.</source>
        <translation>Проверьте подключение к сети. Чем меньше изображений и чем меньше их размер, тем быстрее они отправятся.</translation>
    </message>
    <message>
        <source>{who} sent an empty answer</source>
        <translation>{who}: пришёл пустой ответ</translation>
    </message>
    <message>
        <source>The proxy doesn&apos;t let requests through to {host}</source>
        <translation>Прокси не пропускает запросы к {host}</translation>
    </message>
    <message>
        <source>Ask whoever runs the network, or pick another provider.</source>
        <translation>Обратитесь к тому, кто управляет сетью, или выберите другого провайдера.</translation>
    </message>
    <message>
        <source>The proxy can&apos;t be reached</source>
        <translation>Прокси недоступен</translation>
    </message>
    <message>
        <source>Check the variables HTTP_PROXY, HTTPS_PROXY and ALL_PROXY, and your network connection.</source>
        <translation>Проверьте переменные HTTP_PROXY, HTTPS_PROXY и ALL_PROXY, а также подключение к сети.</translation>
    </message>
    <message>
        <source>The proxy can&apos;t reach {host}</source>
        <translation>Прокси не может связаться с {host}</translation>
    </message>
    <message>
        <source>Check the base URL. If it is right, try again in a moment.</source>
        <translation>Проверьте базовый URL. Если он верный, попробуйте ещё раз чуть позже.</translation>
    </message>
    <message>
        <source>{who} wants an API key</source>
        <translation>{who}: нужен ключ API</translation>
    </message>
    <message>
        <source>Enter one in the settings.</source>
        <translation>Введите его в настройках.</translation>
    </message>
    <message>
        <source>Wait a second, then try again.</source>
        <translation>Подождите секунду, затем попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>Wait {seconds} seconds, then try again.</source>
        <translation>Подождите {seconds} с, затем попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>Wait {minutes} minutes, then try again.</source>
        <translation>Подождите {minutes} мин, затем попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>Wait about {hours} hours, then try again.</source>
        <translation>Подождите примерно {hours} ч, затем попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>It can read {limit} tokens and was sent {asked}. Leave out the oldest messages, start a new chat, or pick a model that can read more.</source>
        <translation>Она может прочитать {limit} токенов, а ей отправлено {asked}. Уберите самые старые сообщения, начните новый чат или выберите модель, которая может прочитать больше.</translation>
    </message>
    <message>
        <source>It can read {limit} tokens. Leave out the oldest messages, start a new chat, or pick a model that can read more.</source>
        <translation>Она может прочитать {limit} токенов. Уберите самые старые сообщения, начните новый чат или выберите модель, которая может прочитать больше.</translation>
    </message>
    <message>
        <source>{who} doesn&apos;t accept this value of the parameter “{param}”</source>
        <translation>{who} не принимает такое значение параметра «{param}»</translation>
    </message>
    <message>
        <source>Nobody this computer trusts vouches for it. If you trust the server or your network, choose the file with its certificates in the settings of the provider; SSL_CERT_FILE can name it too.</source>
        <translation>За него не ручается никто, кому доверяет этот компьютер. Если вы доверяете серверу или своей сети, выберите файл с сертификатами в настройках провайдера; его может назвать и SSL_CERT_FILE.</translation>
    </message>
    <message>
        <source>Its certificate has expired. Check the date of this computer; if that is right, whoever runs the server has to renew it.</source>
        <translation>Срок действия его сертификата истёк. Проверьте дату на этом компьютере; если она верна, сертификат должен обновить тот, кто управляет сервером.</translation>
    </message>
    <message>
        <source>Its certificate isn&apos;t valid yet. Check the date of this computer.</source>
        <translation>Его сертификат ещё не действует. Проверьте дату на этом компьютере.</translation>
    </message>
    <message>
        <source>Its certificate was made for another address. Check the base URL: another server may be answering.</source>
        <translation>Его сертификат выдан для другого адреса. Проверьте базовый URL: возможно, отвечает другой сервер.</translation>
    </message>
    <message>
        <source>{host} can&apos;t be spoken to over a secure connection</source>
        <translation>С {host} нельзя установить защищённое соединение</translation>
    </message>
    <message>
        <source>Check the base URL: a server on your own network may want http:// in place of https://.</source>
        <translation>Проверьте базовый URL: серверу в вашей сети может быть нужен http:// вместо https://.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s name and password in the settings.</source>
        <translation>Проверьте имя и пароль для прокси в настройках.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address in the settings, and your network connection.</source>
        <translation>Проверьте адрес прокси в настройках и подключение к сети.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address in the settings.</source>
        <translation>Проверьте адрес прокси в настройках.</translation>
    </message>
    <message>
        <source>The built-in model stopped</source>
        <translation>Встроенная модель остановилась</translation>
    </message>
    <message>
        <source>What had arrived is kept. It starts again by itself: try again in a moment.</source>
        <translation>Всё, что успело прийти, сохранено. Модель запустится сама: попробуйте чуть позже.</translation>
    </message>
    <message>
        <source>The built-in model was started by another window</source>
        <translation>Встроенную модель запустило другое окно</translation>
    </message>
    <message>
        <source>Restart Chatloom.</source>
        <translation>Перезапустите Chatloom.</translation>
    </message>
    <message>
        <source>The conversation is too long for the built-in model</source>
        <translation>Чат слишком длинный для встроенной модели</translation>
    </message>
    <message>
        <source>This computer doesn&apos;t have the model “{model}”</source>
        <translation>На этом компьютере нет модели «{model}»</translation>
    </message>
    <message>
        <source>The built-in model is busy</source>
        <translation>Встроенная модель занята</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Попробуйте чуть позже.</translation>
    </message>
    <message>
        <source>The built-in model failed</source>
        <translation>Сбой встроенной модели</translation>
    </message>
    <message>
        <source>Try again. If it happens again, restart Chatloom.</source>
        <translation>Попробуйте ещё раз. Если сбой повторится, перезапустите Chatloom.</translation>
    </message>
    <message>
        <source>The built-in model took too long to answer</source>
        <translation>Встроенная модель слишком долго не отвечает</translation>
    </message>
    <message>
        <source>What had arrived is kept. Close programs that keep this computer busy, then try again.</source>
        <translation>Всё, что успело прийти, сохранено. Закройте программы, которые нагружают компьютер, и попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>Check the variable OPENAI_API_KEY.</source>
        <translation>Проверьте переменную OPENAI_API_KEY.</translation>
    </message>
    <message>
        <source>Put one into the variable OPENAI_API_KEY.</source>
        <translation>Поместите его в переменную OPENAI_API_KEY.</translation>
    </message>
    <message>
        <source>The built-in model</source>
        <translation>Встроенная модель</translation>
    </message>
    <message>
        <source>{who} answers, but offers no model that can chat</source>
        <translation>{who} отвечает, но не предлагает ни одной модели для чата</translation>
    </message>
    <message>
        <source>Load or fetch a model there first, then test again.</source>
        <translation>Сначала загрузите там модель, затем проверьте ещё раз.</translation>
    </message>
    <message>
        <source>{host} has its models at another address</source>
        <translation>Модели {host} находятся по другому адресу</translation>
    </message>
    <message>
        <source>Enter {address} as the base URL.</source>
        <translation>Укажите {address} как базовый URL.</translation>
    </message>
    <message>
        <source>{who} answers, but doesn&apos;t list its models</source>
        <translation>{who} отвечает, но не показывает список моделей</translation>
    </message>
    <message>
        <source>Check the base URL. If it is right, whoever runs the server knows which models it has.</source>
        <translation>Проверьте базовый URL. Если он верный, о моделях знает тот, кто управляет сервером.</translation>
    </message>
    <message>
        <source>{host} answers, but not as a model server</source>
        <translation>{host} отвечает, но не как сервер моделей</translation>
    </message>
    <message>
        <source>{first} Until then Chatloom uses the assistants it comes with.</source>
        <translation>{first} А пока Chatloom использует свои стандартные ассистенты.</translation>
    </message>
    <message>
        <source>Your conversations aren&apos;t where they were</source>
        <translation>Ваших бесед нет на месте</translation>
    </message>
    <message>
        <source>{file} is missing or empty, but there are copies in {backups}. To bring one back: chatloom restore newest. To begin with nothing: chatloom restore none.</source>
        <translation>{file} отсутствует или пуст, но в {backups} есть копии. Вернуть копию: chatloom restore newest. Начать с пустого: chatloom restore none.</translation>
    </message>
    <message>
        <source>The folder for the JSON files is gone</source>
        <translation>Папки для файлов JSON больше нет</translation>
    </message>
    <message>
        <source>{folder} isn&apos;t there. Your conversations are kept in Chatloom all the same; the files follow when the folder is back, or choose another one.</source>
        <translation>{folder} не найдена. Диалоги по-прежнему хранятся в Chatloom; файлы появятся, когда папка вернётся, или выберите другую.</translation>
    </message>
    <message>
        <source>The disk with the JSON files is full</source>
        <translation>Диск с файлами JSON заполнен</translation>
    </message>
    <message>
        <source>Your conversations are kept in Chatloom all the same. Free some space, and the files follow by themselves.</source>
        <translation>Диалоги по-прежнему хранятся в Chatloom. Освободите место, и файлы появятся сами.</translation>
    </message>
    <message>
        <source>The JSON files can&apos;t be written</source>
        <translation>Файлы JSON не удаётся записать</translation>
    </message>
    <message>
        <source>Your conversations are kept in Chatloom all the same. Make sure that {folder} may be written, or choose another folder.</source>
        <translation>Диалоги по-прежнему хранятся в Chatloom. Проверьте, что в {folder} можно записывать, или выберите другую папку.</translation>
    </message>
    <message>
        <source>{file} can&apos;t be opened</source>
        <translation>Не удаётся открыть {file}</translation>
    </message>
    <message>
        <source>Check the name, and that the file may be read.</source>
        <translation>Проверьте имя файла и права на чтение.</translation>
    </message>
    <message>
        <source>it is too large for a file of assistants</source>
        <translation>файл слишком большой для списка ассистентов</translation>
    </message>
    <message>
        <source>this isn&apos;t text in UTF-8</source>
        <translation>это не текст в UTF-8</translation>
    </message>
    <message>
        <source>Mend the file, then try again. It is kept as it is.</source>
        <translation>Исправьте файл и попробуйте ещё раз. Он остался без изменений.</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>Диск переполнен</translation>
    </message>
    <message>
        <source>What was saved before is safe and can still be read. Free some space, then try again.</source>
        <translation>Всё сохранённое раньше в безопасности и доступно для чтения. Освободите место и попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>Chatloom can&apos;t write to {file}</source>
        <translation>Chatloom не может записать {file}</translation>
    </message>
    <message>
        <source>Make sure that the file and its folder belong to you and aren&apos;t read-only, or set CHATLOOM_HOME to another folder. Nothing was changed.</source>
        <translation>Проверьте, что файл и его папка принадлежат вам и доступны для записи, или укажите другую папку в CHATLOOM_HOME. Ничего не изменено.</translation>
    </message>
    <message>
        <source>Another program is using the conversations</source>
        <translation>Чаты заняты другой программой</translation>
    </message>
    <message>
        <source>Nothing was changed. Wait a moment, then try again.</source>
        <translation>Ничего не изменено. Подождите немного и попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>The file with your conversations is damaged</source>
        <translation>Файл с вашими чатами повреждён</translation>
    </message>
    <message>
        <source>The file with your conversations isn&apos;t one</source>
        <translation>Файл с вашими чатами — не тот файл</translation>
    </message>
    <message>
        <source>The disk reported an error</source>
        <translation>Диск сообщил об ошибке</translation>
    </message>
    <message>
        <source>Check the disk that holds {file}. What was saved before is kept.</source>
        <translation>Проверьте диск, на котором лежит {file}. Всё сохранённое раньше осталось.</translation>
    </message>
    <message>
        <source>This text is too long to be saved</source>
        <translation>Текст слишком длинный, чтобы его сохранить</translation>
    </message>
    <message>
        <source>Shorten it, then try again.</source>
        <translation>Сократите его и попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>This conversation is gone</source>
        <translation>Этого чата больше нет</translation>
    </message>
    <message>
        <source>It was deleted in another window. Start a new one.</source>
        <translation>Его удалили в другом окне. Начните новый.</translation>
    </message>
    <message>
        <source>{file} can&apos;t be used</source>
        <translation>Не удаётся использовать {file}</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Ничего не изменено.</translation>
    </message>
    <message>
        <source>It was not written by Chatloom.</source>
        <translation>Он создан не программой Chatloom.</translation>
    </message>
    <message>
        <source>A damaged copy may still hold what you deleted</source>
        <translation>Повреждённая копия может ещё содержать то, что вы удалили</translation>
    </message>
    <message>
        <source>Everywhere else it is gone. If you don’t need {file} any more, delete that file yourself.</source>
        <translation>Везде кроме неё это удалено. Если файл {file} вам больше не нужен, удалите его сами.</translation>
    </message>
    <message>
        <source>To bring back a copy, or what can still be read: chatloom restore.</source>
        <translation>Чтобы вернуть копию или то, что ещё читается: chatloom restore.</translation>
    </message>
    <message>
        <source>It is kept as it is: {file}. To bring back a copy, or what can still be read: chatloom restore.</source>
        <translation>Он остаётся как есть: {file}. Чтобы вернуть копию или то, что ещё читается: chatloom restore.</translation>
    </message>
    <message>
        <source>Something else stands in its place and is kept as it is: {file}. To bring back a copy: chatloom restore. Or move the file away, then start Chatloom again.</source>
        <translation>На его месте что-то другое, и оно остаётся как есть: {file}. Чтобы вернуть копию: chatloom restore. Или уберите файл и запустите Chatloom снова.</translation>
    </message>
    <message>
        <source>Could not decode to UTF-8</source>
        <translation>Could not decode to UTF-8</translation>
    </message>
    <message>
        <source>Your conversations were saved by a newer version of Chatloom</source>
        <translation>Ваши чаты сохранены более новой версией Chatloom</translation>
    </message>
    <message>
        <source>Nothing was changed. Update Chatloom, then start it again.</source>
        <translation>Ничего не изменено. Обновите Chatloom и запустите его снова.</translation>
    </message>
    <message>
        <source>This copy can’t be used</source>
        <translation>Эту копию нельзя использовать</translation>
    </message>
    <message>
        <source>{file} is damaged or something else. Nothing was changed; take another copy.</source>
        <translation>{file} повреждён, или это что-то другое. Ничего не изменено; возьмите другую копию.</translation>
    </message>
    <message>
        <source>No copy of your conversations was made: the disk is nearly full</source>
        <translation>Копия бесед не сделана: диск почти заполнен</translation>
    </message>
    <message>
        <source>Your conversations are kept as before. Free about {megabytes} MB, and a copy is made at the next start.</source>
        <translation>Беседы хранятся как прежде. Освободите около {megabytes} МБ, и копия будет сделана при следующем запуске.</translation>
    </message>
    <message>
        <source>Your notes on models could not be read</source>
        <translation>Ваши заметки о моделях не удалось прочитать</translation>
    </message>
    <message>
        <source>Pins and corrections are as if there were none. The old file is kept as {aside}.</source>
        <translation>Закреплений и поправок пока нет. Старый файл сохранён как {aside}.</translation>
    </message>
    <message>
        <source>Not all of your providers could be read</source>
        <translation>Прочитать удалось не всех ваших провайдеров</translation>
    </message>
    <message>
        <source>The others can be used. A copy of the file is kept as {aside}.</source>
        <translation>Остальными можно пользоваться. Копия файла сохранена как {aside}.</translation>
    </message>
    <message>
        <source>Your providers could not be read</source>
        <translation>Не удалось прочитать ваших провайдеров</translation>
    </message>
    <message>
        <source>The old file is kept as {aside}. Their keys are still in the key store: a provider that is added under the same name finds its own again.</source>
        <translation>Старый файл сохранён как {aside}. Ключи остались в хранилище: провайдер, добавленный под тем же именем, снова найдёт свой.</translation>
    </message>
    <message>
        <source>Your settings could not be read, so the defaults are used</source>
        <translation>Не удалось прочитать настройки, используются стандартные</translation>
    </message>
    <message>
        <source>The old file is kept as {aside}.</source>
        <translation>Старый файл сохранён как {aside}.</translation>
    </message>
    <message>
        <source>This picture can&apos;t be shown</source>
        <translation>Эту картинку нельзя показать</translation>
    </message>
    <message>
        <source>Only PNG, JPEG, WebP, GIF and BMP pictures are shown.</source>
        <translation>Показываются только картинки PNG, JPEG, WebP, GIF и BMP.</translation>
    </message>
    <message>
        <source>It is damaged, or a part of it is missing.</source>
        <translation>Она повреждена, или её часть отсутствует.</translation>
    </message>
    <message>
        <source>It is too large: 50 million pixels and 16 MB are the most that is shown.</source>
        <translation>Она слишком велика: показывается не более 50 миллионов пикселей и 16 МБ.</translation>
    </message>
    <message>
        <source>Pictures are saved as PNG or JPEG</source>
        <translation>Картинки сохраняются как PNG или JPEG</translation>
    </message>
    <message>
        <source>Choose a name that ends in .png or .jpg.</source>
        <translation>Выберите имя, которое оканчивается на .png или .jpg.</translation>
    </message>
    <message>
        <source>The picture could not be saved</source>
        <translation>Не удалось сохранить картинку</translation>
    </message>
    <message>
        <source>Make sure that the folder may be written and the disk has room, or choose another place. The picture is still in the conversation.</source>
        <translation>Убедитесь, что в папку можно писать и на диске есть место, или выберите другое место. Картинка остаётся в беседе.</translation>
    </message>
    <message>
        <source>This link could not be opened</source>
        <translation>Не удалось открыть эту ссылку</translation>
    </message>
    <message>
        <source>No program was found that opens it. Copy it from its menu and open it in your browser.</source>
        <translation>Не нашлось программы, которая её открывает. Скопируйте её из меню и откройте в браузере.</translation>
    </message>
    <message>
        <source>This message is gone</source>
        <translation>Этого сообщения больше нет</translation>
    </message>
    <message>
        <source>It has been deleted since it was found.</source>
        <translation>Его удалили после того, как оно было найдено.</translation>
    </message>
    <message>
        <source>Whatever you choose, the file is kept: it is set aside under another name.</source>
        <translation>Что бы вы ни выбрали, файл сохранится: он будет отложен под другим именем.</translation>
    </message>
    <message>
        <source>Whatever you choose, the file is kept: it is set aside under another name. With the copy comes whatever is newer and can still be read.</source>
        <translation>Что бы вы ни выбрали, файл сохранится: он будет отложен под другим именем. Вместе с копией вернётся и всё более новое, что ещё читается.</translation>
    </message>
    <message>
        <source>There are copies of them, which stay, whatever you choose.</source>
        <translation>Их копии есть и останутся, что бы вы ни выбрали.</translation>
    </message>
    <message>
        <source>Your chats are on a network drive</source>
        <translation>Ваши чаты на сетевом диске</translation>
    </message>
    <message>
        <source>Two computers that use them at the same time, or a connection that breaks, can damage the file. It is safer to keep them on a disk of this computer: move {folder} there and set CHATLOOM_HOME, and have copies or JSON files kept on the network drive.</source>
        <translation>Два компьютера, работающие с ними одновременно, или оборвавшееся соединение могут повредить файл. Надёжнее держать их на диске этого компьютера: перенесите туда {folder} и задайте CHATLOOM_HOME, а на сетевом диске храните копии или файлы JSON.</translation>
    </message>
    <message>
        <source>{service} keeps the folder of your chats in sync</source>
        <translation>{service} синхронизирует папку с вашими чатами</translation>
    </message>
    <message>
        <source>While Chatloom is open, the file changes all the time, and a copy that is taken in between may be damaged or overwrite this one. It is safer to move {folder} elsewhere and set CHATLOOM_HOME, and to keep JSON files of your chats in the synced folder.</source>
        <translation>Пока Chatloom открыт, файл всё время меняется, и копия, снятая в этот момент, может быть повреждена или затереть его. Надёжнее перенести {folder} в другое место и задать CHATLOOM_HOME, а в синхронизируемой папке держать файлы JSON с чатами.</translation>
    </message>
    <message>
        <source>Several models can be asked once this reply has ended</source>
        <translation>Несколько моделей можно спросить, когда этот ответ закончится</translation>
    </message>
    <message>
        <source>Your message stays where it is. Stop the reply or wait, then send it; or ask one model, and it waits in line.</source>
        <translation>Сообщение остаётся на месте. Остановите ответ или подождите и отправьте его; или спросите одну модель, и оно встанет в очередь.</translation>
    </message>
</context>
<context>
    <name>FileAsking</name>
    <message>
        <source>Export to a file</source>
        <translation>Экспорт в файл</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>Импорт чатов</translation>
    </message>
    <message>
        <source>Exported chats (*.json *.zip)</source>
        <translation>Экспортированные чаты (*.json *.zip)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Все файлы (*)</translation>
    </message>
    <message>
        <source>JSON, with everything</source>
        <translation>JSON, со всем содержимым</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>Веб-страница</translation>
    </message>
    <message>
        <source>Chat JSONL, for training</source>
        <translation>Chat JSONL, для обучения</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>Найти в этой беседе</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>Предыдущее совпадение</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>Следующее совпадение</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>поиск…</translation>
    </message>
    <message>
        <source>no matches</source>
        <translation>нет совпадений</translation>
    </message>
    <message numerus="yes">
        <source>%n matches</source>
        <translation>
            <numerusform>%n совпадение</numerusform>
            <numerusform>%n совпадения</numerusform>
            <numerusform>%n совпадений</numerusform>
        </translation>
    </message>
    <message>
        <source>{current} of {total}</source>
        <translation>{current} из {total}</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Fetching the model</source>
        <translation>Модель загружается</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>{model} is on its way: {done} of {total} MB. This happens once.</source>
        <translation>{model}: загружено {done} из {total} МБ. Это нужно только один раз.</translation>
    </message>
    <message>
        <source>Everything is ready</source>
        <translation>Всё готово</translation>
    </message>
    <message>
        <source>{model} runs on this computer. Nothing you write leaves it.</source>
        <translation>{model} работает на этом компьютере. Всё остаётся у вас.</translation>
    </message>
    <message>
        <source>Starting the model</source>
        <translation>Модель запускается</translation>
    </message>
    <message>
        <source>{model} runs on this computer. You can write already.</source>
        <translation>{model} работает на этом компьютере. Писать можно уже сейчас.</translation>
    </message>
    <message>
        <source>What is on your mind?</source>
        <translation>О чём поговорим?</translation>
    </message>
    <message>
        <source>{provider} is being asked for its models.</source>
        <translation>{provider}: запрашиваем список моделей.</translation>
    </message>
    <message>
        <source>{model} answers through {provider}.</source>
        <translation>{model} отвечает через {provider}.</translation>
    </message>
    <message>
        <source>Explain tides to a ten-year-old.</source>
        <translation>Объясни приливы десятилетнему ребёнку.</translation>
    </message>
    <message>
        <source>Ask something</source>
        <translation>Задайте вопрос</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>«{text}»</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Попробовать</translation>
    </message>
    <message>
        <source>Use a model of your own</source>
        <translation>Возьмите свою модель</translation>
    </message>
    <message>
        <source>Any GGUF file of a chat model.</source>
        <translation>Подойдёт любой файл GGUF с чат-моделью.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Открыть…</translation>
    </message>
    <message>
        <source>See training</source>
        <translation>Загляните в обучение</translation>
    </message>
    <message>
        <source>What will become of your best replies.</source>
        <translation>Что получится из ваших лучших ответов.</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>Have an account with a model service?</source>
        <translation>Есть аккаунт в сервисе моделей?</translation>
    </message>
    <message>
        <source>Connect it</source>
        <translation>Подключить</translation>
    </message>
</context>
<context>
    <name>FolderSection</name>
    <message>
        <source>Show in folder</source>
        <translation>Показать в папке</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>Выключить</translation>
    </message>
    <message>
        <source>Keep JSON files up to date in a folder</source>
        <translation>Поддерживать файлы JSON в папке</translation>
    </message>
    <message>
        <source>Every chat is also a file that only you can read, named after its title. When a chat is deleted for good, its file goes, too.</source>
        <translation>Каждый чат хранится и в файле, который можете прочитать только вы и который назван по заголовку чата. Когда чат удаляется безвозвратно, исчезает и его файл.</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>Другая папка…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Выбрать папку…</translation>
    </message>
    <message>
        <source>Writing: {written} of {total}</source>
        <translation>Записано: {written} из {total}</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), all up to date</source>
        <translation>
            <numerusform>%n файл, всё актуально</numerusform>
            <numerusform>%n файла, всё актуально</numerusform>
            <numerusform>%n файлов, всё актуально</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a folder for the JSON files</source>
        <translation>Папка для файлов JSON</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>move</source>
        <translation>перейти</translation>
    </message>
    <message>
        <source>open at the message</source>
        <translation>открыть на сообщении</translation>
    </message>
    <message>
        <source>keep searching</source>
        <translation>искать дальше</translation>
    </message>
    <message>
        <source>close</source>
        <translation>закрыть</translation>
    </message>
</context>
<context>
    <name>HeaderRows</name>
    <message>
        <source>Add a header</source>
        <translation>Добавить заголовок</translation>
    </message>
    <message>
        <source>A name has letters, digits and dashes; a value is one line of such text.</source>
        <translation>Имя — латинские буквы, цифры и дефисы; значение — одна строка такого же текста.</translation>
    </message>
</context>
<context>
    <name>HitsView</name>
    <message>
        <source>Hits</source>
        <translation>Найденное</translation>
    </message>
</context>
<context>
    <name>ImportSection</name>
    <message>
        <source>Import</source>
        <translation>Импорт</translation>
    </message>
    <message>
        <source>From Chatloom, ChatGPT, Open WebUI and LibreChat, as they were exported: JSON or zip. Files can be dropped here or on the list of chats. What is here already stays as it is.</source>
        <translation>Из Chatloom, ChatGPT, Open WebUI и LibreChat в том виде, в каком они экспортированы: JSON или zip. Файлы можно перетащить сюда или на список чатов. То, что здесь уже есть, останется как есть.</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>Импорт файлов…</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>Импорт папки…</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>Импорт папки</translation>
    </message>
    <message>
        <source>{done} of {total} · {file}</source>
        <translation>{done} из {total} · {file}</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>KeyAsking</name>
    <message>
        <source>Kept as soon as the provider is added.</source>
        <translation>Сохранится, как только провайдер будет добавлен.</translation>
    </message>
    <message>
        <source>Kept in the system keyring. Chatloom never writes it to a file.</source>
        <translation>Хранится в системном хранилище ключей. Chatloom никогда не пишет его в файл.</translation>
    </message>
    <message>
        <source>Kept until Chatloom closes, because the key store of this system can’t be used.</source>
        <translation>Хранится до закрытия Chatloom: хранилище ключей этой системы недоступно.</translation>
    </message>
</context>
<context>
    <name>LeavingDialog</name>
    <message>
        <source>Keep this temporary chat?</source>
        <translation>Сохранить этот временный чат?</translation>
    </message>
    <message>
        <source>Nothing of it is on disk. When you leave it, it is forgotten; kept, it becomes a chat like the others.</source>
        <translation>На диске от него ничего нет. Если вы его покинете, он будет забыт; сохранённый, он станет таким же чатом, как остальные.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Leave and forget</source>
        <translation>Покинуть и забыть</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Сохранить</translation>
    </message>
</context>
<context>
    <name>ListFilter</name>
    <message>
        <source>Filter</source>
        <translation>Фильтр</translation>
    </message>
    <message>
        <source>Filter conversations by title or tag</source>
        <translation>Найти чат по названию или метке</translation>
    </message>
</context>
<context>
    <name>ListMenu</name>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Переименовать</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Открепить</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Закрепить</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>Отметить как прочитанное</translation>
    </message>
    <message>
        <source>Mark as unread</source>
        <translation>Отметить как непрочитанное</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Метки</translation>
    </message>
    <message>
        <source>New tag…</source>
        <translation>Новая метка…</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Сделать копию</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспортировать…</translation>
    </message>
    <message>
        <source>Bring back from the archive</source>
        <translation>Вернуть из архива</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Убрать в архив</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>Удалить навсегда…</translation>
    </message>
    <message>
        <source>Undo: {what}</source>
        <translation>Вернуть: {what}</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Импортировать…</translation>
    </message>
    <message>
        <source>Rename tag…</source>
        <translation>Переименовать метку…</translation>
    </message>
    <message>
        <source>Remove tag</source>
        <translation>Убрать метку</translation>
    </message>
</context>
<context>
    <name>LiveNote</name>
    <message>
        <source>waiting for the key store</source>
        <translation>ожидание хранилища ключей</translation>
    </message>
    <message>
        <source>attempt {attempt} of {attempts}</source>
        <translation>попытка {attempt} из {attempts}</translation>
    </message>
</context>
<context>
    <name>MendingWords</name>
    <message>
        <source>Restore the copy of {when} ({chats})</source>
        <translation>Вернуть копию: {when} ({chats})</translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s)</source>
        <translation>
            <numerusform>%n чат</numerusform>
            <numerusform>%n чата</numerusform>
            <numerusform>%n чатов</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep what can be read</source>
        <translation>Оставить то, что читается</translation>
    </message>
    <message>
        <source>Begin empty</source>
        <translation>Начать с пустого</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Попробовать снова</translation>
    </message>
    <message>
        <source>Show where it is</source>
        <translation>Показать, где он</translation>
    </message>
    <message>
        <source>Your chats are being put back; with very many that takes minutes</source>
        <translation>Чаты возвращаются на место; если их очень много, это займёт минуты</translation>
    </message>
    <message>
        <source>The copy of {when} is restored</source>
        <translation>Копия возвращена: {when}</translation>
    </message>
    <message>
        <source>What could be read is here again</source>
        <translation>То, что удалось прочитать, снова здесь</translation>
    </message>
    <message>
        <source>Chatloom begins with an empty file</source>
        <translation>Chatloom начинает с пустого файла</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) could be taken over from the old file.</source>
        <translation>
            <numerusform>Из старого файла удалось взять %n сообщение.</numerusform>
            <numerusform>Из старого файла удалось взять %n сообщения.</numerusform>
            <numerusform>Из старого файла удалось взять %n сообщений.</numerusform>
        </translation>
    </message>
    <message>
        <source>It is kept as {file}.</source>
        <translation>Он хранится как {file}.</translation>
    </message>
    <message>
        <source>The old file is {file}.</source>
        <translation>Старый файл: {file}.</translation>
    </message>
    <message>
        <source>today, {time}</source>
        <translation>сегодня, {time}</translation>
    </message>
    <message>
        <source>yesterday, {time}</source>
        <translation>вчера, {time}</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>This question has no answer yet</source>
        <translation>На этот вопрос ещё нет ответа</translation>
    </message>
    <message>
        <source>The reply was interrupted</source>
        <translation>Ответ был прерван</translation>
    </message>
    <message>
        <source>Chatloom closed while it was being written. What had arrived is kept.</source>
        <translation>Chatloom закрылся, пока ответ писался. Всё, что успело прийти, сохранено.</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>пишет</translation>
    </message>
    <message>
        <source>Chatloom closed or the reply was stopped before it began, or it was deleted.</source>
        <translation>Chatloom закрылся, ответ остановили до начала или удалили.</translation>
    </message>
    <message>
        <source>cut at the length limit</source>
        <translation>обрезано по длине</translation>
    </message>
    <message>
        <source>cut by the service’s filter</source>
        <translation>обрезано фильтром сервиса</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>остановлено</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>прервано</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>ошибка</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>Копировать сообщение</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Исходный</translation>
    </message>
    <message>
        <source>Remove your better answer</source>
        <translation>Убрать ваш лучший ответ</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Рассуждения</translation>
    </message>
    <message>
        <source>Hide the reasoning</source>
        <translation>Скрыть рассуждения</translation>
    </message>
    <message>
        <source>Show the reasoning</source>
        <translation>Показать рассуждения</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Копировать код</translation>
    </message>
    <message>
        <source>Show the picture large</source>
        <translation>Показать картинку крупно</translation>
    </message>
    <message>
        <source>Version {number} of {count}</source>
        <translation>Версия {number} из {count}</translation>
    </message>
    <message>
        <source>Good answer</source>
        <translation>Хороший ответ</translation>
    </message>
    <message>
        <source>Bad answer</source>
        <translation>Плохой ответ</translation>
    </message>
    <message>
        <source>Edit message</source>
        <translation>Изменить сообщение</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Ответить снова</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>Предыдущая версия</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Следующая версия</translation>
    </message>
    <message>
        <source>Fork into a new chat</source>
        <translation>Ответвить в новый чат</translation>
    </message>
    <message>
        <source>Better answer</source>
        <translation>Лучший ответ</translation>
    </message>
    <message>
        <source>About this reply</source>
        <translation>Об этом ответе</translation>
    </message>
    <message>
        <source>Change your better answer</source>
        <translation>Изменить ваш лучший ответ</translation>
    </message>
    <message>
        <source>Write a better answer</source>
        <translation>Написать лучший ответ</translation>
    </message>
    <message>
        <source>writing · {speed} tokens/s</source>
        <translation>пишет · {speed} токенов/с</translation>
    </message>
    <message>
        <source>Your better answer</source>
        <translation>Ваш лучший ответ</translation>
    </message>
</context>
<context>
    <name>ModelDetails</name>
    <message>
        <source>Details and corrections</source>
        <translation>Подробности и поправки</translation>
    </message>
    <message>
        <source>As the server says</source>
        <translation>Как говорит сервер</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Да</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Нет</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Название</translation>
    </message>
    <message>
        <source>Sees pictures</source>
        <translation>Видит картинки</translation>
    </message>
    <message>
        <source>Tokens it reads</source>
        <translation>Сколько токенов читает</translation>
    </message>
    <message>
        <source>Dollars for a million read</source>
        <translation>Долларов за миллион прочитанных</translation>
    </message>
    <message>
        <source>Dollars for a million written</source>
        <translation>Долларов за миллион написанных</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>The tokens are a whole number, such as 128000.</source>
        <translation>Число токенов — целое, например 128000.</translation>
    </message>
    <message>
        <source>A price is two numbers, such as 0.15 and 0.60.</source>
        <translation>Цена — это два числа, например 0,15 и 0,60.</translation>
    </message>
</context>
<context>
    <name>ModelPopup</name>
    <message>
        <source>Choose a model</source>
        <translation>Выбрать модель</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Поиск моделей</translation>
    </message>
    <message>
        <source>Start the local engine again</source>
        <translation>Снова запустить локальный движок</translation>
    </message>
    <message>
        <source>Open a GGUF…</source>
        <translation>Открыть файл GGUF…</translation>
    </message>
    <message>
        <source>Use the built-in model</source>
        <translation>Вернуть встроенную модель</translation>
    </message>
    <message>
        <source>Set up providers…</source>
        <translation>Настроить провайдеров…</translation>
    </message>
    <message>
        <source>Don&apos;t pin</source>
        <translation>Не закреплять</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Закрепить</translation>
    </message>
    <message>
        <source>Details and corrections…</source>
        <translation>Подробности и поправки…</translation>
    </message>
    <message>
        <source>No model matches.</source>
        <translation>Таких моделей нет.</translation>
    </message>
    <message>
        <source>No provider has listed a model yet.</source>
        <translation>Ни один провайдер ещё не назвал своих моделей.</translation>
    </message>
</context>
<context>
    <name>ModelRows</name>
    <message>
        <source>pinned</source>
        <translation>закреплена</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Закреплённые</translation>
    </message>
</context>
<context>
    <name>ModelRowsView</name>
    <message>
        <source>Models</source>
        <translation>Модели</translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message>
        <source>This computer</source>
        <translation>Этот компьютер</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Окружение</translation>
    </message>
    <message>
        <source>fetching {percent} %</source>
        <translation>загрузка {percent} %</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>запуск</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>этот компьютер</translation>
    </message>
    <message>
        <source>not available</source>
        <translation>недоступна</translation>
    </message>
    <message>
        <source>needs a key</source>
        <translation>нужен ключ</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>не отвечает</translation>
    </message>
    <message>
        <source>free</source>
        <translation>бесплатно</translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>до {day}</translation>
    </message>
    <message>
        <source>sees pictures</source>
        <translation>видит картинки</translation>
    </message>
    <message>
        <source>sees no pictures</source>
        <translation>не видит картинок</translation>
    </message>
    <message>
        <source>reads up to {tokens} tokens</source>
        <translation>читает до {tokens} токенов</translation>
    </message>
    <message>
        <source>{read} for a million tokens read, {written} for a million written</source>
        <translation>{read} за миллион прочитанных токенов, {written} за миллион написанных</translation>
    </message>
</context>
<context>
    <name>ModelsButton</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n модель</numerusform>
            <numerusform>%n модели</numerusform>
            <numerusform>%n моделей</numerusform>
        </translation>
    </message>
    <message>
        <source>Ask several models</source>
        <translation>Спросить несколько моделей</translation>
    </message>
</context>
<context>
    <name>ModelsCard</name>
    <message>
        <source>Ask several models</source>
        <translation>Спросить несколько моделей</translation>
    </message>
    <message>
        <source>Tick two or three. Each answers your next message, side by side.</source>
        <translation>Отметьте две или три. Каждая ответит на следующее сообщение, рядом с другими.</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Найти модель</translation>
    </message>
    <message>
        <source>Ask one model</source>
        <translation>Спросить одну модель</translation>
    </message>
    <message>
        <source>Ask these</source>
        <translation>Спросить эти</translation>
    </message>
    <message>
        <source>Ticked: {names}</source>
        <translation>Отмечены: {names}</translation>
    </message>
    <message>
        <source>None ticked yet</source>
        <translation>Пока не отмечено ни одной</translation>
    </message>
</context>
<context>
    <name>ModelsChoosing</name>
    <message>
        <source>Ask {models} side by side, this once</source>
        <translation>Спросить рядом, один раз: {models}</translation>
    </message>
</context>
<context>
    <name>Mood</name>
    <message>
        <source>positive</source>
        <translation>позитивное</translation>
    </message>
    <message>
        <source>neutral</source>
        <translation>нейтральное</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>негативное</translation>
    </message>
</context>
<context>
    <name>MoreRows</name>
    <message>
        <source>Organisation</source>
        <translation>Организация</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Проект</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Выбрать…</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Сертификаты</translation>
    </message>
    <message>
        <source>A file of certificates to trust in place of the system’s.</source>
        <translation>Файл сертификатов, которым доверять вместо системных.</translation>
    </message>
    <message>
        <source>Connect within</source>
        <translation>Соединение за</translation>
    </message>
    <message>
        <source>Seconds until the server must be reached.</source>
        <translation>За сколько секунд сервер должен ответить на соединение.</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Ожидание</translation>
    </message>
    <message>
        <source>Seconds without a word until a reply is given up.</source>
        <translation>Сколько секунд тишины ждать, прежде чем ответ считается потерянным.</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Заголовки</translation>
    </message>
    <message>
        <source>Choose a file of certificates</source>
        <translation>Выберите файл сертификатов</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Сертификаты (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Все файлы (*)</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>Такого файла нет.</translation>
    </message>
    <message>
        <source>Only plain Latin letters, digits and signs can be sent.</source>
        <translation>Отправить можно только латинские буквы, цифры и знаки.</translation>
    </message>
    <message>
        <source>A number of seconds from {low} to {high}.</source>
        <translation>Число секунд от {low} до {high}.</translation>
    </message>
</context>
<context>
    <name>NewChatButton</name>
    <message>
        <source>New chat</source>
        <translation>Новый чат</translation>
    </message>
    <message>
        <source>Start a new chat</source>
        <translation>Начать новый чат</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this notice</source>
        <translation>Закрыть уведомление</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Подробности</translation>
    </message>
</context>
<context>
    <name>NumberRow</name>
    <message>
        <source>Not sent</source>
        <translation>Не отправляется</translation>
    </message>
    <message>
        <source>Don’t send: {name}</source>
        <translation>Не отправлять: {name}</translation>
    </message>
    <message>
        <source>A number from {low} to {high}, please. The old one is kept.</source>
        <translation>Нужно число от {low} до {high}. Прежнее сохранено.</translation>
    </message>
    <message>
        <source>A whole number, please. The old one is kept.</source>
        <translation>Нужно целое число. Прежнее сохранено.</translation>
    </message>
    <message>
        <source>A whole number from {low} on, please. The old one is kept.</source>
        <translation>Нужно целое число от {low}. Прежнее сохранено.</translation>
    </message>
</context>
<context>
    <name>OutcomeWords</name>
    <message>
        <source>The chats that were taken so far are here. Import the same again to go on: nothing is taken twice.</source>
        <translation>Чаты, взятые до этого, уже здесь. Чтобы продолжить, импортируйте то же самое ещё раз: ничего не возьмётся дважды.</translation>
    </message>
    <message>
        <source>The import was stopped</source>
        <translation>Импорт остановлен</translation>
    </message>
    <message>
        <source>Nothing was written that isn&apos;t whole.</source>
        <translation>Неполных файлов не осталось.</translation>
    </message>
    <message>
        <source>The export was stopped</source>
        <translation>Экспорт остановлен</translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) exported</source>
        <translation>
            <numerusform>Экспортирован %n чат</numerusform>
            <numerusform>Экспортировано %n чата</numerusform>
            <numerusform>Экспортировано %n чатов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) in {folder}</source>
        <translation>
            <numerusform>%n файл в {folder}</numerusform>
            <numerusform>%n файла в {folder}</numerusform>
            <numerusform>%n файлов в {folder}</numerusform>
        </translation>
    </message>
    <message>
        <source>What this format can&apos;t hold was left out.</source>
        <translation>То, чего этот формат не вмещает, пропущено.</translation>
    </message>
    <message>
        <source>From {source}.</source>
        <translation>Источник: {source}.</translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) that you had got new messages.</source>
        <translation>
            <numerusform>В %n вашем чате появились новые сообщения.</numerusform>
            <numerusform>В %n ваших чатах появились новые сообщения.</numerusform>
            <numerusform>В %n ваших чатах появились новые сообщения.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) were here already.</source>
        <translation>
            <numerusform>%n чат уже был здесь.</numerusform>
            <numerusform>%n чата уже были здесь.</numerusform>
            <numerusform>%n чатов уже были здесь.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) or other file(s) were not taken.</source>
        <translation>
            <numerusform>Не взят %n рисунок или другой файл.</numerusform>
            <numerusform>Не взято %n рисунка или других файла.</numerusform>
            <numerusform>Не взято %n рисунков или других файлов.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) were left out, listed below.</source>
        <translation>
            <numerusform>Пропущено: %n, перечислено ниже.</numerusform>
            <numerusform>Пропущено: %n, перечислено ниже.</numerusform>
            <numerusform>Пропущено: %n, перечислено ниже.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) imported</source>
        <translation>
            <numerusform>Импортирован %n чат</numerusform>
            <numerusform>Импортировано %n чата</numerusform>
            <numerusform>Импортировано %n чатов</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was new</source>
        <translation>Нового ничего не было</translation>
    </message>
    <message>
        <source>No chat was taken</source>
        <translation>Ни один чат не взят</translation>
    </message>
    <message numerus="yes">
        <source>A copy of %n chat(s) was made</source>
        <translation>
            <numerusform>Сделана копия %n чата</numerusform>
            <numerusform>Сделана копия %n чатов</numerusform>
            <numerusform>Сделана копия %n чатов</numerusform>
        </translation>
    </message>
    <message>
        <source>Your chats are as they were on {when}</source>
        <translation>Ваши чаты снова такие, какими были {when}</translation>
    </message>
    <message>
        <source>What was here before is the newest copy in the list.</source>
        <translation>То, что было до этого, — новейшая копия в списке.</translation>
    </message>
    <message>
        <source>Everything is deleted</source>
        <translation>Всё удалено</translation>
    </message>
    <message>
        <source>No chat and no copy is left on this computer.</source>
        <translation>На этом компьютере не осталось ни чатов, ни копий.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>и ещё %n</numerusform>
            <numerusform>и ещё %n</numerusform>
            <numerusform>и ещё %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Outline</name>
    <message>
        <source>(no words)</source>
        <translation>(без слов)</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>level {number}</source>
        <translation>уровень {number}</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>показано</translation>
    </message>
</context>
<context>
    <name>OutlinePanel</name>
    <message>
        <source>Branches of this chat</source>
        <translation>Ветви этого чата</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>So far there is only one. Edit a message of yours, or ask for another answer, and both ways to go on stay here.</source>
        <translation>Пока она одна. Измените своё сообщение или попросите другой ответ — здесь останутся обе.</translation>
    </message>
</context>
<context>
    <name>Outlining</name>
    <message>
        <source>Branches of this chat…</source>
        <translation>Ветви этого чата…</translation>
    </message>
</context>
<context>
    <name>ParameterRow</name>
    <message>
        <source>This model doesn’t take it</source>
        <translation>Эта модель его не принимает</translation>
    </message>
</context>
<context>
    <name>ParametersButton</name>
    <message>
        <source>Parameters</source>
        <translation>Параметры</translation>
    </message>
    <message>
        <source>Changed in this chat</source>
        <translation>Изменено в этом чате</translation>
    </message>
</context>
<context>
    <name>ParametersSheet</name>
    <message>
        <source>Parameters</source>
        <translation>Параметры</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Температура</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Longest answer, in tokens</source>
        <translation>Длина ответа, токенов</translation>
    </message>
    <message>
        <source>Reasoning effort</source>
        <translation>Сила размышлений</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Зерно (seed)</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>Остановиться на</translation>
    </message>
    <message>
        <source>Keep for this assistant</source>
        <translation>Сохранить в ассистенте</translation>
    </message>
    <message>
        <source>Back to the assistant’s</source>
        <translation>Вернуть как у ассистента</translation>
    </message>
    <message>
        <source>Of this chat with {assistant}. What is empty isn’t sent.</source>
        <translation>Этого чата с ассистентом «{assistant}». Пустое не отправляется.</translation>
    </message>
    <message>
        <source>This chat: {amount}</source>
        <translation>Этот чат: {amount}</translation>
    </message>
    <message>
        <source>This month: {amount}</source>
        <translation>Этот месяц: {amount}</translation>
    </message>
    <message>
        <source>System instructions</source>
        <translation>Системные инструкции</translation>
    </message>
    <message>
        <source>No instructions are sent</source>
        <translation>Инструкции не отправляются</translation>
    </message>
    <message>
        <source>Use the assistant’s</source>
        <translation>Как у ассистента</translation>
    </message>
    <message>
        <source>Close the parameters</source>
        <translation>Закрыть параметры</translation>
    </message>
</context>
<context>
    <name>PictureViewer</name>
    <message>
        <source>Picture</source>
        <translation>Картинка</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Мельче</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Крупнее</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Вписать</translation>
    </message>
    <message>
        <source>Show the whole picture</source>
        <translation>Показать картинку целиком</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Сохранить как…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Сохранение картинки</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg)</source>
        <translation>Картинки (*.png *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>PlaceWords</name>
    <message>
        <source>Don’t show again</source>
        <translation>Больше не показывать</translation>
    </message>
</context>
<context>
    <name>ProviderColumn</name>
    <message>
        <source>Providers</source>
        <translation>Провайдеры</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>Добавить провайдера</translation>
    </message>
    <message>
        <source>{name} answers on this computer</source>
        <translation>{name} отвечает на этом компьютере</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>Добавить {name}</translation>
    </message>
</context>
<context>
    <name>ProviderForm</name>
    <message>
        <source>More</source>
        <translation>Ещё</translation>
    </message>
    <message>
        <source>Add this provider</source>
        <translation>Добавить этого провайдера</translation>
    </message>
    <message>
        <source>Remove provider</source>
        <translation>Удалить провайдера</translation>
    </message>
    <message>
        <source>Only for a server that asks for one.</source>
        <translation>Только для сервера, которому он нужен.</translation>
    </message>
    <message>
        <source>Another server</source>
        <translation>Другой сервер</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Служба</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Название</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>Базовый URL</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>Ключ API</translation>
    </message>
    <message>
        <source>Get a key</source>
        <translation>Получить ключ</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>Интерфейс</translation>
    </message>
    <message>
        <source>Responses, else Chat Completions</source>
        <translation>Responses, иначе Chat Completions</translation>
    </message>
    <message>
        <source>Put your own in place of {placeholder}.</source>
        <translation>Впишите своё вместо {placeholder}.</translation>
    </message>
    <message>
        <source>It starts with http:// or https:// and usually ends in /v1.</source>
        <translation>Он начинается с http:// или https:// и обычно кончается на /v1.</translation>
    </message>
    <message>
        <source>Without https, others in the network can read what is sent, and the key.</source>
        <translation>Без https другие в сети могут прочесть и переписку, и ключ.</translation>
    </message>
    <message>
        <source>A key has only plain Latin letters, digits and signs, without blanks.</source>
        <translation>В ключе только латинские буквы, цифры и знаки, без пробелов.</translation>
    </message>
</context>
<context>
    <name>ProviderStates</name>
    <message>
        <source>This computer</source>
        <translation>Этот компьютер</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Окружение</translation>
    </message>
    <message>
        <source>New provider</source>
        <translation>Новый провайдер</translation>
    </message>
    <message>
        <source>OPENAI_API_KEY is not set</source>
        <translation>OPENAI_API_KEY не задана</translation>
    </message>
    <message>
        <source>not added yet</source>
        <translation>ещё не добавлен</translation>
    </message>
    <message>
        <source>needs a key</source>
        <translation>нужен ключ</translation>
    </message>
    <message>
        <source>not tested yet</source>
        <translation>ещё не проверен</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>подключён</translation>
    </message>
</context>
<context>
    <name>ProvidersPage</name>
    <message>
        <source>All providers</source>
        <translation>Все провайдеры</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>Удалить {name}?</translation>
    </message>
    <message>
        <source>Its key is removed with it. Your conversations stay.</source>
        <translation>Вместе с ним удалится его ключ. Разговоры останутся.</translation>
    </message>
    <message>
        <source>Remove provider</source>
        <translation>Удалить провайдера</translation>
    </message>
    <message>
        <source>Remove the password of the proxy?</source>
        <translation>Удалить пароль прокси?</translation>
    </message>
    <message>
        <source>Remove the API key?</source>
        <translation>Удалить ключ API?</translation>
    </message>
    <message>
        <source>Requests are sent without it until you enter another one.</source>
        <translation>Запросы будут уходить без него, пока вы не введёте другой.</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Оставить</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Этот компьютер</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Окружение</translation>
    </message>
    <message>
        <source>New provider</source>
        <translation>Новый провайдер</translation>
    </message>
</context>
<context>
    <name>ProxyRows</name>
    <message>
        <source>Proxy</source>
        <translation>Прокси</translation>
    </message>
    <message>
        <source>As the system has it</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Без размышлений</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>Этот</translation>
    </message>
    <message>
        <source>Proxy address</source>
        <translation>Адрес прокси</translation>
    </message>
    <message>
        <source>Proxy user</source>
        <translation>Пользователь прокси</translation>
    </message>
    <message>
        <source>Proxy password</source>
        <translation>Пароль прокси</translation>
    </message>
    <message>
        <source>Not for</source>
        <translation>Не для</translation>
    </message>
    <message>
        <source>Hosts that are reached directly, with commas between them.</source>
        <translation>Узлы, к которым обращаться напрямую, через запятую.</translation>
    </message>
    <message>
        <source>It looks like http://proxy.example:3128, without user and password.</source>
        <translation>Он выглядит так: http://proxy.example:3128, без имени и пароля.</translation>
    </message>
</context>
<context>
    <name>Pruning</name>
    <message>
        <source>{title} (fork)</source>
        <translation>{title} (ответвление)</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Чат</translation>
    </message>
    <message>
        <source>Undo: {what}</source>
        <translation>Вернуть: {what}</translation>
    </message>
    <message>
        <source>Deleted a message.</source>
        <translation>Сообщение удалено.</translation>
    </message>
    <message>
        <source>Deleted “{words}”.</source>
        <translation>Удалено: «{words}».</translation>
    </message>
</context>
<context>
    <name>QueueRows</name>
    <message>
        <source>Send now</source>
        <translation>Отправить сейчас</translation>
    </message>
    <message>
        <source>Paused: not sent yet</source>
        <translation>Пауза: ещё не отправлено</translation>
    </message>
    <message>
        <source>Sent when the reply has ended</source>
        <translation>Уйдёт после ответа</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Отправить</translation>
    </message>
    <message>
        <source>Stops the reply and sends the first of these</source>
        <translation>Останавливает ответ и отправляет первое из этих сообщений</translation>
    </message>
</context>
<context>
    <name>Queueing</name>
    <message>
        <source>Won’t be sent: “{text}”</source>
        <translation>Не будет отправлено: «{text}»</translation>
    </message>
</context>
<context>
    <name>Remark</name>
    <message>
        <source>Sent without {names}, which this model doesn’t take.</source>
        <translation>Отправлено без {names}: эта модель такого не принимает.</translation>
    </message>
</context>
<context>
    <name>Remedy</name>
    <message>
        <source>Continue the reply</source>
        <translation>Продолжить ответ</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Choose another model…</source>
        <translation>Выбрать другую модель…</translation>
    </message>
    <message>
        <source>Send everything again</source>
        <translation>Снова отправлять всё</translation>
    </message>
    <message>
        <source>Start the local engine again</source>
        <translation>Снова запустить локальный движок</translation>
    </message>
    <message>
        <source>Enter a key…</source>
        <translation>Ввести ключ…</translation>
    </message>
    <message>
        <source>Change the base URL…</source>
        <translation>Изменить базовый адрес…</translation>
    </message>
    <message>
        <source>Proxy settings…</source>
        <translation>Настройки прокси…</translation>
    </message>
    <message>
        <source>Choose certificates…</source>
        <translation>Выбрать сертификаты…</translation>
    </message>
</context>
<context>
    <name>ReplyFacts</name>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Провайдер</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>Интерфейс</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Отправлено</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Итог</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>дописан</translation>
    </message>
    <message>
        <source>stopped by you</source>
        <translation>остановлен вами</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>прерван</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>не удался</translation>
    </message>
    <message>
        <source>cut at the length limit</source>
        <translation>оборван на пределе длины</translation>
    </message>
    <message>
        <source>cut by the service’s filter</source>
        <translation>оборван фильтром сервиса</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Заняло</translation>
    </message>
    <message>
        <source>First words after</source>
        <translation>Первые слова через</translation>
    </message>
    <message>
        <source>{speed} tokens/s</source>
        <translation>{speed} токенов/с</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Скорость</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Прочитано</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Написано</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Стоимость</translation>
    </message>
    <message>
        <source>nothing: it ran on this computer</source>
        <translation>нисколько: считал этот компьютер</translation>
    </message>
    <message>
        <source>not known: no price is known for this model</source>
        <translation>неизвестна: цена этой модели неизвестна</translation>
    </message>
    <message>
        <source>{count} of them cached</source>
        <translation>из них {count} из кэша</translation>
    </message>
    <message>
        <source>{count} of them thoughts</source>
        <translation>из них {count} на размышления</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Попыток</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Не отправлено</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Параметры</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>Номер запроса</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Go back to the copy of {when}?</source>
        <translation>Вернуться к копии от {when}?</translation>
    </message>
    <message>
        <source>It holds {amount}.</source>
        <translation>В ней {amount}.</translation>
    </message>
    <message>
        <source>Your chats as they are now are copied first and stand in the list of copies then, so that you can come back to them. What you wrote after {when} is in that copy alone.</source>
        <translation>Сначала копируются чаты в их нынешнем виде; эта копия появится в списке, и к ней можно будет вернуться. Написанное после {when} останется только в ней.</translation>
    </message>
    <message>
        <source>Settings, assistants, providers and keys stay as they are.</source>
        <translation>Настройки, ассистенты, провайдеры и ключи останутся как есть.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Восстановить</translation>
    </message>
</context>
<context>
    <name>RowEditor</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Новый чат</translation>
    </message>
    <message>
        <source>Today, {time}</source>
        <translation>Сегодня, {time}</translation>
    </message>
    <message>
        <source>Yesterday, {time}</source>
        <translation>Вчера, {time}</translation>
    </message>
    <message>
        <source>Title or tag of the chat</source>
        <translation>Название или метка чата</translation>
    </message>
</context>
<context>
    <name>SearchButton</name>
    <message>
        <source>Search conversations</source>
        <translation>Искать в беседах</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>Искать во всех чатах</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Words find messages and titles, “a phrase” in quotes finds just that.
from:me, model:…, is:rated, mood:negative, after:2026-11, tag:… narrow it down.</source>
        <translation>Слова находят сообщения и названия, “фраза” в кавычках — только её.
Сузить поиск: from:me, model:…, is:rated, mood:negative, after:2026-11, tag:…</translation>
    </message>
    <message>
        <source>Nothing found in the archived chats.</source>
        <translation>В архивных чатах ничего не нашлось.</translation>
    </message>
    <message>
        <source>Nothing found. Fewer filters may find more.</source>
        <translation>Ничего не нашлось. С меньшим числом условий может найтись больше.</translation>
    </message>
    <message>
        <source>Nothing found. The chip “Archived” searches the archived chats.</source>
        <translation>Ничего не нашлось. Кнопка «Архив» ищет в архивных чатах.</translation>
    </message>
</context>
<context>
    <name>SearchView</name>
    <message>
        <source>Search</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>Искать в беседах</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>Искать во всех чатах</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>SecretField</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>Заменить…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Спросить снова</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Сохранён</translation>
    </message>
    <message>
        <source>Kept; it ends in {ending}</source>
        <translation>Сохранён; кончается на {ending}</translation>
    </message>
    <message>
        <source>The key store was not waited for.</source>
        <translation>Ожидание хранилища ключей прервано.</translation>
    </message>
    <message>
        <source>Waiting for the key store…</source>
        <translation>Ожидание хранилища ключей…</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>What was left out</source>
        <translation>Что пропущено</translation>
    </message>
    <message>
        <source>Please wait…</source>
        <translation>Подождите…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Показать в папке</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>Копировать список</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Settings pages</source>
        <translation>Разделы настроек</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Внешний вид</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Провайдеры</translation>
    </message>
    <message>
        <source>Your chats</source>
        <translation>Ваши чаты</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Клавиши</translation>
    </message>
    <message>
        <source>About</source>
        <translation>О программе</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Send the message</source>
        <translation>Отправить сообщение</translation>
    </message>
    <message>
        <source>Start a new line</source>
        <translation>Начать новую строку</translation>
    </message>
    <message>
        <source>Stop the reply</source>
        <translation>Остановить ответ</translation>
    </message>
    <message>
        <source>Bring back the last message, in an empty field</source>
        <translation>Вернуть последнее сообщение (в пустом поле)</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Новый чат</translation>
    </message>
    <message>
        <source>Temporary chat, of which nothing is kept</source>
        <translation>Временный чат, из которого ничего не сохраняется</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>Искать во всех чатах</translation>
    </message>
    <message>
        <source>Show or hide the conversations</source>
        <translation>Показать или скрыть разговоры</translation>
    </message>
    <message>
        <source>Chat, Training</source>
        <translation>Чат, Обучение</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Rename, delete, in the list of chats</source>
        <translation>Переименовать, удалить — в списке чатов</translation>
    </message>
    <message>
        <source>Bring back what was deleted last</source>
        <translation>Вернуть удалённое последним</translation>
    </message>
    <message>
        <source>Find, the next match</source>
        <translation>Найти, следующее совпадение</translation>
    </message>
    <message>
        <source>Size of the type</source>
        <translation>Размер шрифта</translation>
    </message>
    <message>
        <source>Previous, next message</source>
        <translation>Предыдущее, следующее сообщение</translation>
    </message>
    <message>
        <source>Previous, next version of a message</source>
        <translation>Предыдущая, следующая версия сообщения</translation>
    </message>
    <message>
        <source>Another answer</source>
        <translation>Другой ответ</translation>
    </message>
    <message>
        <source>Ask several models</source>
        <translation>Спросить несколько моделей</translation>
    </message>
    <message>
        <source>Go on with this answer of several</source>
        <translation>Продолжить с этим ответом из нескольких</translation>
    </message>
    <message>
        <source>Edit, delete the message with the focus</source>
        <translation>Изменить, удалить сообщение в фокусе</translation>
    </message>
    <message>
        <source>Branches of the chat</source>
        <translation>Ветви чата</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Копировать как Markdown</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Выбрать модель</translation>
    </message>
    <message>
        <source>Parameters of the chat</source>
        <translation>Параметры чата</translation>
    </message>
</context>
<context>
    <name>StopRow</name>
    <message>
        <source>Not sent</source>
        <translation>Не отправляется</translation>
    </message>
    <message>
        <source>One text a line; \n is a line break.</source>
        <translation>По одному тексту в строке; \n означает перевод строки.</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) at the most. The old ones are kept.</source>
        <translation>
            <numerusform>Не больше %n строки. Прежние сохранены.</numerusform>
            <numerusform>Не больше %n строк. Прежние сохранены.</numerusform>
            <numerusform>Не больше %n строк. Прежние сохранены.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagStrip</name>
    <message>
        <source>Tags</source>
        <translation>Метки</translation>
    </message>
    <message>
        <source>New tag…</source>
        <translation>Новая метка…</translation>
    </message>
    <message>
        <source>Tag {name}</source>
        <translation>Метка {name}</translation>
    </message>
</context>
<context>
    <name>Tagging</name>
    <message>
        <source>Removed the tag “{name}”.</source>
        <translation>Метка «{name}» убрана.</translation>
    </message>
    <message>
        <source>New name of the tag</source>
        <translation>Новое название метки</translation>
    </message>
</context>
<context>
    <name>TemporaryBar</name>
    <message>
        <source>Temporary chat: nothing of it is kept</source>
        <translation>Временный чат: ничего из него не сохраняется</translation>
    </message>
    <message>
        <source>Neither messages nor drafts are written to the disk. What a provider is sent, it may keep.</source>
        <translation>Ни сообщения, ни черновики не записываются на диск. Провайдер может хранить то, что ему отправлено.</translation>
    </message>
    <message>
        <source>Keep this chat</source>
        <translation>Сохранить этот чат</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспортировать…</translation>
    </message>
</context>
<context>
    <name>TemporaryButton</name>
    <message>
        <source>Temporary chat</source>
        <translation>Временный чат</translation>
    </message>
    <message>
        <source>Temporary chat: nothing of it is kept</source>
        <translation>Временный чат: ничего из него не сохраняется</translation>
    </message>
</context>
<context>
    <name>ThisComputerPanel</name>
    <message>
        <source>Open a GGUF…</source>
        <translation>Открыть файл GGUF…</translation>
    </message>
</context>
<context>
    <name>TitleEditing</name>
    <message>
        <source>Title</source>
        <translation>Название</translation>
    </message>
</context>
<context>
    <name>ToBottom</name>
    <message>
        <source>To the bottom</source>
        <translation>Вниз</translation>
    </message>
    <message numerus="yes">
        <source>To the bottom: %n new message(s)</source>
        <translation>
            <numerusform>В конец: %n новое сообщение</numerusform>
            <numerusform>В конец: %n новых сообщения</numerusform>
            <numerusform>В конец: %n новых сообщений</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TokenCount</name>
    <message>
        <source>The next request reads about {tokens}: this chat and what you write</source>
        <translation>Следующий запрос прочтёт около {tokens}: этот чат и то, что вы пишете</translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>Training isn’t built yet</source>
        <translation>Обучения пока нет</translation>
    </message>
    <message>
        <source>A later version will turn your best dialogues into a model of your own, here in this tab. Every chat you have now is kept and can be used for it.</source>
        <translation>В одной из следующих версий на этой вкладке можно будет превратить лучшие диалоги в собственную модель. Все ваши чаты сохраняются и пригодятся для этого.</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Conversation</source>
        <translation>Чат</translation>
    </message>
    <message>
        <source>thinking</source>
        <translation>думает</translation>
    </message>
    <message>
        <source>{author} has answered: {words}</source>
        <translation>Ответ {author}: {words}</translation>
    </message>
</context>
<context>
    <name>TranscriptMenu</name>
    <message>
        <source>Select all</source>
        <translation>Выделить всё</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>Найти…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Копировать как Markdown</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>Открыть ссылку</translation>
    </message>
    <message>
        <source>Copy link address</source>
        <translation>Копировать адрес ссылки</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Копировать код</translation>
    </message>
    <message>
        <source>Compare versions side by side</source>
        <translation>Сравнить версии рядом</translation>
    </message>
    <message>
        <source>Delete message</source>
        <translation>Удалить сообщение</translation>
    </message>
    <message>
        <source>Delete with all that follow</source>
        <translation>Удалить вместе с последующими</translation>
    </message>
</context>
<context>
    <name>TrialBox</name>
    <message>
        <source>Test connection</source>
        <translation>Проверить соединение</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Asking {host}…</source>
        <translation>Спрашиваем {host}…</translation>
    </message>
    <message>
        <source>{number} ms</source>
        <translation>{number} мс</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number} с</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n модель</numerusform>
            <numerusform>%n модели</numerusform>
            <numerusform>%n моделей</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{models}, %n of them read(s) pictures</source>
        <translation>
            <numerusform>{models}, из них %n читает картинки</numerusform>
            <numerusform>{models}, из них %n читают картинки</numerusform>
            <numerusform>{models}, из них %n читают картинки</numerusform>
        </translation>
    </message>
    <message>
        <source>{server}: {models}</source>
        <translation>{server}: {models}</translation>
    </message>
    <message>
        <source>Connected in {time}</source>
        <translation>Подключено за {time}</translation>
    </message>
</context>
<context>
    <name>Trying</name>
    <message>
        <source>Enter a key…</source>
        <translation>Ввести ключ…</translation>
    </message>
</context>
<context>
    <name>UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>Вернуть</translation>
    </message>
</context>
<context>
    <name>WindowRun</name>
    <message>
        <source>Close without saving it</source>
        <translation>Закрыть без сохранения</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Chatloom made a mistake</source>
        <translation>В Chatloom произошла ошибка</translation>
    </message>
    <message>
        <source>Everything saved so far is kept. A report is in {report}.</source>
        <translation>Всё сохранённое осталось на месте. Отчёт: {report}.</translation>
    </message>
</context>
<context>
    <name>_Card</name>
    <message>
        <source>About this reply</source>
        <translation>Об этом ответе</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>Копировать как cURL</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Копировать как Python</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n токен</numerusform>
            <numerusform>%n токена</numerusform>
            <numerusform>%n токенов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n oldest message(s)</source>
        <translation>
            <numerusform>%n самое старое сообщение</numerusform>
            <numerusform>%n самых старых сообщения</numerusform>
            <numerusform>%n самых старых сообщений</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Foot</name>
    <message>
        <source>Changes are saved as you make them</source>
        <translation>Изменения сохраняются сразу</translation>
    </message>
</context>
<context>
    <name>_HeaderLine</name>
    <message>
        <source>Name of a header</source>
        <translation>Имя заголовка</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Название</translation>
    </message>
    <message>
        <source>Value of a header</source>
        <translation>Значение заголовка</translation>
    </message>
    <message>
        <source>Remove this header</source>
        <translation>Удалить этот заголовок</translation>
    </message>
    <message>
        <source>In the system keyring</source>
        <translation>В системном хранилище ключей</translation>
    </message>
    <message>
        <source>Until Chatloom closes</source>
        <translation>До закрытия Chatloom</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Значение</translation>
    </message>
</context>
<context>
    <name>_Mark</name>
    <message>
        <source>Drop to import</source>
        <translation>Отпустите для импорта</translation>
    </message>
</context>
<context>
    <name>_Names</name>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Edit the waiting message</source>
        <translation>Изменить ожидающее сообщение</translation>
    </message>
    <message>
        <source>Don’t send it</source>
        <translation>Не отправлять</translation>
    </message>
</context>
<context>
    <name>_TopBar</name>
    <message>
        <source>Show or hide the conversations</source>
        <translation>Показать или скрыть чаты</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Чат</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
</context>
</TS>
