-- Runs after Quarto's own filters, and last in the embedded typesetter: gives HTML tables real headers
-- (scope, a row header), alignment by class instead of inline style (the page's policy forbids styles), and moves
-- an anchor from a row's first cell to the row, from any other to the cell.

if not FORMAT:match("^html") then return {} end

local RIGHT = { AlignRight = true, AlignCenter = false }

local function lifted(holder, cell) -- anchors stand first in their cell: to walk through all of them costs a third
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

local function dress(rows, right, majority, scope)
  for _, row in ipairs(rows) do
    anchor(row)
    row.classes = pandoc.List()
    for i, cell in ipairs(row.cells) do
      cell.alignment = "AlignDefault"
      if scope then cell.attributes["scope"] = scope
      elseif i == 1 then cell.attributes["scope"] = "row" end
      if i > 1 and right[i] ~= majority then cell.classes:insert(right[i] and "r" or "l") end
    end
  end
end

function Table(t)
  local right, majority = {}, mostly_right(t.colspecs)
  for i, spec in ipairs(t.colspecs) do
    right[i] = RIGHT[tostring(spec[1])] or false
    t.colspecs[i] = { "AlignDefault", nil }
  end
  t.classes = t.classes:filter(function(c) return not c:match("^caption%-") and c ~= "table" end)
  if majority then t.classes:insert("num") end
  dress(t.head.rows, right, majority, "col")
  for _, body in ipairs(t.bodies) do
    body.row_head_columns = 1
    dress(body.body, right, majority, nil)
  end
  return t
end
