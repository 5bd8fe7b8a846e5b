if not FORMAT:match("^html") then return {} end

local RIGHT = { AlignRight = true, AlignCenter = false }

local function lifted(holder, cell) -- anchors stand first in their cell
  local block = cell.contents[1]
  local first = block and block.content and block.content[1]
  if first and first.t == "Span" and first.identifier ~= "" and #first.content == 0 then
    holder.identifier = first.identifier
    block.content:remove(1)
  end
end

local function anchor(row)
  for i, cell in ipairs(row.cells) do lifted(i == 1 and row or cell, cell) end
end

local function mostly_right(specs)
  local right = 0
  for i = 2, #specs do
    if RIGHT[tostring(specs[i][1])] then right = right + 1 end
  end
  return right * 2 > #specs - 1
end

local function dress(rows, right, majority, scope, anchored)
  for _, row in ipairs(rows) do
    if anchored then anchor(row) end
    row.classes = pandoc.List()
    for i, cell in ipairs(row.cells) do
      if cell.alignment ~= "AlignDefault" then cell.alignment = "AlignDefault" end
      if scope then cell.attributes["scope"] = scope
      elseif i == 1 then cell.attributes["scope"] = "row" end
      if i > 1 and right[i] ~= majority then cell.classes:insert(right[i] and "r" or "l") end
    end
  end
end

local function has_anchor(t)
  local found = false
  t:walk({ Span = function(s) if s.identifier ~= "" then found = true end end })
  return found
end

function Table(t)
  local right, majority = {}, mostly_right(t.colspecs)
  for i, spec in ipairs(t.colspecs) do
    right[i] = RIGHT[tostring(spec[1])] or false
    t.colspecs[i] = { "AlignDefault", nil }
  end
  t.classes = t.classes:filter(function(c) return not c:match("^caption%-") and c ~= "table" end)
  if majority then t.classes:insert("num") end
  local anchored = has_anchor(t)
  dress(t.head.rows, right, majority, "col", anchored)
  for _, body in ipairs(t.bodies) do
    body.row_head_columns = 1
    dress(body.body, right, majority, nil, anchored)
  end
  return t
end
