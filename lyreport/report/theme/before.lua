-- Runs before Quarto's own filters, and first in the embedded typesetter: numbers sections, figures and tables,
-- resolves references, and turns figures, tables and boxes into plain blocks.  What both typesetters see after it
-- is ordinary pandoc, so they agree.  A reference that leads nowhere stops the build.

local html = FORMAT:match("^html") ~= nil
local typst = FORMAT == "typst"
local docx = FORMAT == "docx"
local zh = true
local labels = {}
local faults = pandoc.List()

local DIGITS = { "一", "二", "三", "四", "五", "六", "七", "八", "九" }

local function chinese(n)
  local tens, ones = n // 10, n % 10
  local head = tens == 0 and "" or (tens == 1 and "十" or DIGITS[tens] .. "十")
  return head .. (DIGITS[ones] or "")
end

local text = pandoc.utils.stringify
local function escaped(s) return (s:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;")) end
local function quoted(s) return '"' .. s:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"' end
local function raw(s) return pandoc.RawBlock(html and "html" or "typst", s) end
local function has_id(el, prefix) return el.identifier:sub(1, #prefix) == prefix end

-- 1. numbers -----------------------------------------------------------------------------------------------------

local levels = { 0, 0, 0, 0 }
local annexes, figures, tables = 0, 0, 0
local in_annex = false

local function section_number(level)
  if zh then
    local n = levels[level]
    return ({ chinese(n) .. "、", "（" .. chinese(n) .. "）", n .. ". ", "（" .. n .. "）" })[level]
  end
  return table.concat(levels, ".", 1, level) .. " "
end

local function section_name(level)
  if not zh then return "section " .. table.concat(levels, ".", 1, level) end
  local name = chinese(levels[1])
  if level > 1 then name = name .. "（" .. chinese(levels[2]) .. "）" end
  return "第" .. name .. "节"
end

local function number_header(h)
  if h.level == 1 then in_annex = h.classes:includes("annex") end
  if in_annex and h.level == 1 then
    annexes = annexes + 1
    local name = (zh and "附录" or "Annex ") .. annexes
    labels[h.identifier] = name
    h.content:insert(1, pandoc.Str(name .. (zh and "　" or ". ")))
  elseif not in_annex and not h.classes:includes("unnumbered") then
    levels[h.level] = levels[h.level] + 1
    for deeper = h.level + 1, 4 do levels[deeper] = 0 end
    labels[h.identifier] = section_name(h.level)
    h.content:insert(1, pandoc.Str(section_number(h.level)))
  else
    labels[h.identifier] = "“" .. text(h.content) .. "”"
  end
  h.classes = pandoc.List()
  if html then h.level = h.level + 1 end -- the page's title is its only <h1>
  return h
end

local function numbered(id, word, n)
  labels[id] = word .. n
  return word .. n .. (zh and "　" or ". ")
end

local function number_figure(f)
  if not has_id(f, "fig-") then faults:insert("a figure without an id that begins with fig-"); return nil end
  figures = figures + 1
  f.attributes["label"] = numbered(f.identifier, zh and "图" or "Figure ", figures)
  return f
end

local function number_table(d)
  if has_id(d, "tbl-") then
    tables = tables + 1
    d.attributes["label"] = numbered(d.identifier, zh and "表" or "Table ", tables)
    return d, false
  elseif d.classes:includes("plain-table") then
    return d, false
  elseif has_id(d, "fig-") or has_id(d, "lst-") or has_id(d, "eq-") then
    faults:insert("a block that the report does not know: #" .. d.identifier)
  end
end

local function bare_table(t)
  faults:insert("a table outside a block with an id; put ::: {#tbl-name} before it and ::: after it: "
    .. text(t.head):sub(1, 60))
end

-- 2. references and inline marks -----------------------------------------------------------------------------------

local function resolve(cite)
  local out = pandoc.List()
  for i, c in ipairs(cite.citations) do
    local label = labels[c.id]
    if not label then faults:insert("a reference that leads nowhere: @" .. c.id); label = c.id end
    if i > 1 then out:insert(pandoc.Str(zh and "、" or ", ")) end
    out:insert(docx and pandoc.Str(label) or pandoc.Link(label, "#" .. c.id))
  end
  return out
end

local function value_link(link)
  local row = link.target:match("^#[QTSM]%d%d$") -- where an indicator is told: anchors that only the page has
  if not html and (row or link.classes:includes("n")) then return link.content end
  if not link.classes:includes("n") then return nil end
  local trace = link.attributes["data-trace"] or link.attributes["trace"]
  local data = trace and ' data-trace="' .. escaped(trace) .. '"' or ""
  local open = '<a class="n"' .. data .. ' href="' .. escaped(link.target) .. '">'
  return pandoc.RawInline("html", open .. escaped(text(link.content)) .. "</a>")
end

local function breakable(s) -- a line may end before a bracket and in a long fraction, though Unicode's rules forbid it
  local eased = s.text:gsub("%%（", "%%\u{200B}（"):gsub("([%d.][%d.][%d.]%d)/(%d)", "%1/\u{200B}%2")
  if eased ~= s.text then return pandoc.Str(eased) end
end

local function spark(image) -- a small picture inside a line
  if not typst or not image.classes:includes("spark") then return nil end
  local path = "/" .. image.src:gsub("^%.%./", "")
  return pandoc.RawInline("typst", ("#box(image(%s, alt: %s, height: 2em))"):format(quoted(path), quoted(text(image.caption))))
end

local function mark(span)
  if span.classes:includes("verdict") then
    local kind = span.classes[2] or "none"
    local shape, word = text(span.content):match("^(%S+)%s+(.*)$")
    if html then
      return pandoc.RawInline("html", ('<span class="verdict %s"><span aria-hidden="true">%s</span> %s</span>')
        :format(kind, shape, escaped(word)))
    elseif typst then
      return pandoc.RawInline("typst", ("#verdict(%s, %s, %s)"):format(quoted(kind), quoted(shape), quoted(word)))
    end
    return span.content
  elseif not html and span.identifier ~= "" then
    return span.content
  end
end

-- 3. blocks --------------------------------------------------------------------------------------------------------

local function styled(style, blocks) return pandoc.Div(blocks, { ["custom-style"] = style }) end
local function inlines_of(caption) return pandoc.utils.blocks_to_inlines(caption.long or caption) end

local function typst_figure(kind, caption, id, body)
  local placed = kind == "image" and ", placement: auto" or "" -- a chart that does not fit goes on, the text does not wait
  local out = pandoc.List({ raw("#figure(kind: " .. kind .. placed .. ", supplement: none, numbering: none, caption: [") })
  out:insert(pandoc.Plain(caption))
  out:insert(raw("], ["))
  out:extend(body)
  out:insert(raw("])" .. (id ~= "" and " <" .. id .. ">" or "")))
  return out
end

local function printed_width(image) -- a tall chart leaves room for its text on the page
  local w, h = tonumber(image.attributes["w"]), tonumber(image.attributes["h"])
  if not w or not h or h <= w then return "84%" end
  return ("%d%%"):format(math.max(52, math.floor(84 * w / h + 0.5)))
end

local function figure(f)
  local image
  f:walk({ Image = function(i) image = i end })
  local alt = image and image.attributes["fig-alt"]
  if not alt or alt == "" then faults:insert("a figure without alternative text: " .. f.identifier); return f end
  local caption = pandoc.Inlines({ pandoc.Str(f.attributes["label"]) })
  caption:extend(inlines_of(f.caption))
  if html then
    local size = ""
    if image.attributes["w"] then
      size = (' width="%s" height="%s"'):format(image.attributes["w"], image.attributes["h"])
    end
    local open = ('<figure id="%s"><img src="%s" alt="%s"%s decoding="async">'):format(
      f.identifier, escaped(image.src), escaped(alt), size)
    return { raw(open), raw("<figcaption>"), pandoc.Plain(caption), raw("</figcaption></figure>") }
  elseif typst then
    local path = "/" .. image.src:gsub("^%.%./", "") -- from the project's root, as both typesetters set it
    return typst_figure("image", caption, f.identifier,
      { raw(("#image(%s, alt: %s, width: %s)"):format(quoted(path), quoted(alt), printed_width(image))) })
  end
  local picture = pandoc.Image(alt, (image.src:gsub("%.svg$", ".png")), "", { width = "100%" })
  local beside = pandoc.RawInline("openxml", "") -- nothing: alone in its line, Quarto would box the picture as a float
  return {
    styled("Captioned Figure", { pandoc.Para({ picture, beside }) }), styled("Image Caption", { pandoc.Para(caption) }),
  }
end

local function plain_table(t, label, id, classes)
  local caption = pandoc.Inlines({})
  if label then caption:insert(pandoc.Str(label)) end
  caption:extend(inlines_of(t.caption))
  t.caption = { long = {}, short = nil }
  if html then
    t.caption = { long = { pandoc.Plain(caption) } }
    t.classes = pandoc.List(classes)
    local anchor = id ~= "" and (' id="%s"'):format(id) or ""
    local open = ('<div%s class="scroll" role="region" tabindex="0" aria-label="%s">'):format(anchor, escaped(text(caption)))
    return { raw(open), t, raw("</div>") } -- raw, so that Quarto sees no float of its own
  elseif typst then
    t.classes = { "typst:no-figure" }
    t.identifier = ""
    local rows = 0
    for _, body in ipairs(t.bodies) do rows = rows + #body.body end
    local short = rows <= 12 and pandoc.text.len(text(t)) < 900 -- more could fill a page, and must be let go on
    local out = pandoc.List({ raw("#[" .. (short and "" or "#show figure: set block(breakable: true)")) })
    out:extend(typst_figure("table", caption, id, { t }))
    out:insert(raw("]"))
    return out
  end
  if classes:includes("data-table") then return { t } end -- it stands right below the figure that it belongs to
  return { styled("Table Caption", { pandoc.Para(caption) }), t }
end

local function dense(blocks) -- a page on its side would leave a gap before it; smaller letters do not
  blocks:insert(1, raw("#dense["))
  blocks:insert(raw("]"))
  return blocks
end

local function wide(blocks)
  if typst then
    blocks:insert(1, raw("#wide["))
    blocks:insert(raw("]"))
  elseif docx then
    blocks:insert(1, pandoc.RawBlock("openxml", "<!--portrait ends-->"))
    blocks:insert(pandoc.RawBlock("openxml", "<!--landscape ends-->"))
  end
  return blocks
end

local function box(d)
  local title = d.attributes["title"]
  local kind = d.classes[1]:gsub("^callout%-", "")
  if not title then faults:insert("a box without a title"); return d end
  local out = pandoc.List()
  if html then
    out:insert(raw(('<aside class="box box-%s"><p class="box-title">%s</p>'):format(kind, escaped(title))))
    out:extend(d.content)
    out:insert(raw("</aside>"))
  elseif typst then
    out:insert(raw("#box-of(" .. quoted(title) .. ")["))
    out:extend(d.content)
    out:insert(raw("]"))
  else
    out:insert(styled("Box Title", { pandoc.Para({ pandoc.Str(title) }) }))
    out:insert(styled("Box", d.content))
  end
  return out
end

local function disclosure(d) -- a printed chart has its figures written in it; page and Word file have the table as well
  if typst then return {} end
  local out = pandoc.List()
  if html then
    out:insert(raw(('<details><summary>%s</summary>'):format(escaped(d.attributes["title"]))))
    out:extend(d.content)
    out:insert(raw("</details>"))
    return out
  end
  return d.content
end

local function misfit(s) -- what belongs to other formats only
  return (html and s:includes("not-html")) or (not html and s:includes("only-html"))
    or (not typst and s:includes("only-pdf")) or (typst and s:includes("not-pdf")) or (not docx and s:includes("only-docx"))
end

local function note(blocks)
  if docx then return pandoc.List({ styled("Table Note", blocks) }) end
  if html then return pandoc.List({ pandoc.Div(blocks, { class = "note" }) }) end
  local out = pandoc.List({ raw("#note[") })
  out:extend(blocks)
  out:insert(raw("]"))
  return out
end

local function unwrap(d)
  if misfit(d.classes) then return {} end
  if has_id(d, "tbl-") or d.classes:includes("plain-table") then
    local out = pandoc.List()
    local classes = d.classes:filter(function(c) return c ~= "wide" and c ~= "dense" and c ~= "plain-table" end)
    for _, block in ipairs(d.content) do
      if block.t == "Table" then
        out:extend(plain_table(block, d.attributes["label"], d.identifier, classes))
      else
        out:extend(note(pandoc.List({ block })))
      end
    end
    if html then
      out:insert(1, raw(('<div class="%s">'):format(table.concat({ "table", table.unpack(classes) }, " "))))
      out:insert(raw("</div>"))
    end
    if d.classes:includes("dense") and typst then return dense(out) end
    return d.classes:includes("wide") and wide(out) or out
  elseif d.classes[1] and d.classes[1]:match("^callout%-") then
    return box(d)
  elseif d.classes:includes("on-its-side") then
    return wide(d.content)
  elseif d.classes:includes("disclosure") then
    return disclosure(d)
  elseif d.classes:includes("note") then
    return note(d.content)
  end
end

function Pandoc(doc)
  zh = text(doc.meta.lang or "zh"):match("^zh") ~= nil
  local blocks = doc.blocks:walk({ Div = function(d) if misfit(d.classes) then return {} end end })
  blocks = blocks:walk({ traverse = "topdown", Header = number_header, Figure = number_figure, Div = number_table, Table = bare_table })
  blocks = blocks:walk({ Cite = resolve, Link = value_link, Span = mark, Str = typst and breakable or nil, Image = spark })
  blocks = blocks:walk({ Figure = figure, Div = unwrap })
  if #faults > 0 then error("lyreport: " .. table.concat(faults, "; "), 0) end
  doc.blocks = blocks
  return doc
end
